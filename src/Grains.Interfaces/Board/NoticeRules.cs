using System.Text.RegularExpressions;

namespace GridGrains;

/// <summary>What a notice may say.</summary>
public static partial class NoticeRules
{
    /// <summary>The greatest number of characters in one language.</summary>
    public const int MaxLength = 500;

    // U+FF01 to U+FF5E are the wide forms of '!' to '~'.
    private const char FirstWide = '\uff01';
    private const char LastWide = '\uff5e';

    /// <summary>Why a text may not be, as (member, sentence), or null if it may.</summary>
    public static (string Member, string Message)? Check(NoticeText text) =>
        text.Zh is null && text.En is null
            ? ("text", "needs words in at least one language, zh or en")
            : Check("text.zh", text.Zh) ?? Check("text.en", text.En);

    private static (string Member, string Message)? Check(string member, string? text)
    {
        if (text is null)
            return null;
        if (string.IsNullOrWhiteSpace(text) || text.Length > MaxLength)
            return (member, $"must be 1 to {MaxLength} characters, not all blank, or left out");
        if (text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')))
            return (member, "holds control characters");
        return HoldsANumber(text) ? (member, "holds what looks like an identity or mobile number or an e-mail address; a notice names nobody") : null;
    }

    // People write numbers in groups, and with the wide digits of a Chinese keyboard.
    private static bool HoldsANumber(string text)
    {
        var plain = string.Create(text.Length, text, static (narrow, wide) =>
        {
            for (var i = 0; i < narrow.Length; i++)
                narrow[i] = wide[i] is >= FirstWide and <= LastWide ? (char)(wide[i] - FirstWide + '!') : wide[i];
        });
        return PersonalData.Resembles(plain) || PersonalData.Resembles(Blanks().Replace(plain, "-"));
    }

    [GeneratedRegex(@"(?<=\d)\s+(?=\d)")]
    private static partial Regex Blanks();
}
