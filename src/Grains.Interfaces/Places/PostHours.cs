using System.Globalization;

namespace GridGrains;

/// <summary>When a post is open, in local time: from one minute of the day to another, over midnight if the second is not after the first.</summary>
/// <param name="From">Minutes after midnight.</param>
/// <param name="To">Minutes after midnight; 1,440 is the end of the day.</param>
public readonly record struct PostHours(int From, int To)
{
    private const int Day = 24 * 60;

    /// <summary>Open at all times: <c>00:00-24:00</c>, or from a minute to the same.</summary>
    public bool IsRoundTheClock => From == To || (From == 0 && To == Day);

    /// <summary>Reads <c>from-to</c>, or throws a <see cref="FormatException"/>.</summary>
    public static PostHours Parse(string text) => text.Split('-') is [var from, var to]
        ? new(Minutes(from), Minutes(to))
        : throw new FormatException($"'{text}' is not from-to, as 07:30-21:00");

    /// <summary>Whether it is open at a local time.</summary>
    public bool IsOpenAt(DateTime local) =>
        IsRoundTheClock || (From < To ? At(local) >= From && At(local) < To : At(local) >= From || At(local) < To);

    /// <summary>Since when it has been open without a break, at a local time at which it is; the least time round the clock.</summary>
    public DateTime OpenedAt(DateTime local) =>
        IsRoundTheClock ? DateTime.MinValue : local.Date.AddDays(At(local) >= From ? 0 : -1).AddMinutes(From);

    /// <summary>The spans of a local day in which it is open, in order.</summary>
    public IEnumerable<(DateTime From, DateTime To)> SpansOf(DateTime day)
    {
        if (IsRoundTheClock)
            return [(day, day.AddDays(1))];
        return From < To
            ? [(day.AddMinutes(From), day.AddMinutes(To))]
            : [(day, day.AddMinutes(To)), (day.AddMinutes(From), day.AddDays(1))];
    }

    /// <summary>How much of the time between two local moments it is open.</summary>
    public TimeSpan Within(DateTime from, DateTime to)
    {
        var open = TimeSpan.Zero;
        for (var day = from.Date; day < to; day = day.AddDays(1))
        {
            foreach (var (opens, closes) in SpansOf(day))
            {
                var begin = opens > from ? opens : from;
                var end = closes < to ? closes : to;
                open += end > begin ? end - begin : TimeSpan.Zero;
            }
        }
        return open;
    }

    /// <summary>When it last closed, at a local time at which it is closed.</summary>
    public DateTime ClosedAt(DateTime local) => local.Date.AddDays(At(local) >= To % Day ? 0 : -1).AddMinutes(To % Day);

    /// <summary>When it next opens after a local time; round the clock, when the next day begins.</summary>
    public DateTime NextOpening(DateTime local)
    {
        var opens = local.Date.AddMinutes(IsRoundTheClock ? 0 : From);
        return opens > local ? opens : opens.AddDays(1);
    }

    /// <summary>When it next opens or closes after a local time; the greatest time round the clock.</summary>
    public DateTime ChangesAt(DateTime local)
    {
        if (IsRoundTheClock)
            return DateTime.MaxValue;
        var opens = local.Date.AddMinutes(From);
        var closes = local.Date.AddMinutes(To);
        opens = opens > local ? opens : opens.AddDays(1);
        closes = closes > local ? closes : closes.AddDays(1);
        return opens < closes ? opens : closes;
    }

    private static int At(DateTime local) => (local.Hour * 60) + local.Minute;

    private static int Minutes(string text) =>
        text.Split(':') is [var hours, var minutes]
            && int.TryParse(hours, NumberStyles.None, CultureInfo.InvariantCulture, out var h)
            && int.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var m)
            && m < 60 && (h * 60) + m <= Day
                ? (h * 60) + m
                : throw new FormatException($"'{text}' is no time of the day");
}
