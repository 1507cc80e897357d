using System.Text.RegularExpressions;

namespace GridGrains;

/// <summary>Recognises codes and texts that look like a mainland identity or mobile number or an e-mail address, so that none enters by accident.</summary>
public static partial class PersonalData
{
    private const int ShortestDigits = 11;

    /// <summary>
    /// Whether the text holds something of the shape of a resident identity number (GB 11643-1999: region, date of birth, serial and
    /// check character; or its former form of 15 digits), of a mobile number (11 digits from 13 to 19, also after 86 or 0086), with or without
    /// the usual separators, or of an e-mail address. The check digit is not asked for: a mistyped number is as personal as a right one.
    /// A number like that inside a longer run of digits is not taken for one, nor is one whose date or region cannot be: a barcode passes. So does a
    /// UUID: one in some thousand has 11 digits in a row that could be dialled.
    /// </summary>
    public static bool Resembles(ReadOnlySpan<char> text)
    {
        var digits = 0;
        foreach (var c in text)
            digits += char.IsAsciiDigit(c) ? 1 : 0;
        if (Guid.TryParseExact(text, "D", out _) || Guid.TryParseExact(text, "N", out _))
            return false;
        return (digits >= ShortestDigits && (Mobile().IsMatch(text) || Identity().IsMatch(text) || FormerIdentity().IsMatch(text)))
            || (text.Contains('@') && Email().IsMatch(text));
    }

    // In groups only when it stands alone, for the groups of a UUID may look like one.
    [GeneratedRegex(@"(?<!\d)(?:(?:00)?86)?1[3-9]\d{9}(?!\d)|(?<![0-9A-Za-z])(?:(?:00)?86[-._:])?1[3-9]\d[-._:]\d{4}[-._:]\d{4}(?![0-9A-Za-z])")]
    private static partial Regex Mobile();

    [GeneratedRegex(@"(?<!\d)[1-9]\d{5}[-._:]?(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[-._:]?\d{3}[\dXx](?!\d)")]
    private static partial Regex Identity();

    [GeneratedRegex(@"(?<!\d)(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])\d{6}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)")]
    private static partial Regex FormerIdentity();

    // Each part is bounded, so that a long text costs no more than its length.
    [GeneratedRegex(@"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})*\.[A-Za-z]{2}")]
    private static partial Regex Email();
}
