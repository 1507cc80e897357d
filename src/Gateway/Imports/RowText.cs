namespace GridGrains.Gateway;

/// <summary>What every text of an import must be before the city looks at it: there, and nobody's number.</summary>
internal static class RowText
{
    private const int Recognised = 64;
    private const string Personal = "looks like it holds an identity or mobile number or an e-mail address; none may be imported";

    /// <summary>Adds what is wrong with a text, if anything.</summary>
    public static void Check(MemberErrors errors, int row, string member, string? text)
    {
        if (Wrong(text) is { } wrong)
            errors.Add(RowPath.Of(row, member), wrong);
    }

    /// <summary>As above, of the id of a place, which is there and well-formed.</summary>
    public static void CheckId(MemberErrors errors, int row, string member, PlaceId id)
    {
        if (PersonalData.Resembles(id.Value))
            errors.Add(RowPath.Of(row, member), Personal);
    }

    /// <summary>What is wrong with a text, or null.</summary>
    public static string? Wrong(string? text) =>
        Missing(text) ?? (PersonalData.Resembles(text) ? Personal : null);

    /// <summary>The message for a text that is not there, or null.</summary>
    public static string? Missing(string? text) => string.IsNullOrWhiteSpace(text) ? "is missing" : null;

    /// <summary>As much of a text as a reader needs to recognise it.</summary>
    public static string Shorten(string? text) => text is null ? "" : text.Length <= Recognised ? text : text[..Recognised] + "…";
}
