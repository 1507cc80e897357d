using System.Globalization;

namespace GridGrains.Gateway;

/// <summary>Times as RFC 3339 has them: date, time and offset, all of them, or it is no time.</summary>
internal static class Rfc3339
{
    private const int LongestText = 40;
    private const int DateAndTime = 19;
    private const int TicksDigits = 7;

    /// <summary>What to write, for a message.</summary>
    public const string Rule = "must be a time with its offset, like 2022-10-06T09:12:31Z or 2022-10-06T17:12:31+08:00";

    /// <summary>Reads a time into UTC. Digits beyond 100 ns are cut off; a leap second is not taken.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTime utc)
    {
        utc = default;
        if (text.Length is <= DateAndTime or > LongestText
            || text[4] != '-' || text[7] != '-' || (text[10] | 0x20) != 't' || text[13] != ':' || text[16] != ':'
            || !Digits(text[..4], out var year) || !Digits(text[5..7], out var month) || !Digits(text[8..10], out var day)
            || !Digits(text[11..13], out var hour) || !Digits(text[14..16], out var minute) || !Digits(text[17..19], out var second)
            || year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59
            || !Fraction(text[DateAndTime..], out var fraction, out var offsetAt) || !Offset(text[(DateAndTime + offsetAt)..], out var offset))
            return false;
        var ticks = new DateTime(year, month, day, hour, minute, second).Ticks + fraction - offset;
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks)
            return false;
        utc = new DateTime(ticks, DateTimeKind.Utc);
        return true;
    }

    /// <summary>A time in UTC, to the digit it has.</summary>
    public static string Write(DateTime utc) =>
        utc.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private static bool Fraction(ReadOnlySpan<char> text, out long ticks, out int length)
    {
        (ticks, length) = (0, 0);
        if (text[0] != '.')
            return true;
        var digits = text[1..].IndexOfAnyExceptInRange('0', '9');
        if (digits <= 0)
            return false;
        for (var i = 1; i <= TicksDigits; i++)
            ticks = (ticks * 10) + (i <= digits ? text[i] - '0' : 0);
        length = digits + 1;
        return true;
    }

    private static bool Offset(ReadOnlySpan<char> text, out long ticks)
    {
        ticks = 0;
        if (text is "Z" or "z")
            return true;
        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':'
            || !Digits(text[1..3], out var hours) || !Digits(text[4..6], out var minutes) || hours > 23 || minutes > 59)
            return false;
        ticks = ((hours * 60L) + minutes) * TimeSpan.TicksPerMinute * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool Digits(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c))
                return false;
            value = (value * 10) + (c - '0');
        }
        return true;
    }
}
