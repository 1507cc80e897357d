using System.Buffers;

namespace GridGrains;

/// <summary>What a well-formed report may contain. One place for every way in: REST, hub, bulk and import.</summary>
public static class ReportRules
{
    private const int MaxCodeLength = 64;
    private const string PersonalCode = "looks like an identity or mobile number; only opaque codes may be reported";

    private static readonly SearchValues<char> SubjectCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-");

    private static readonly SearchValues<char> PostCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.-");

    /// <summary>How far a device's clock may be ahead of the campaign's.</summary>
    public static readonly TimeSpan MaxAhead = TimeSpan.FromMinutes(10);

    /// <summary>Why an observation may not be, as (member, sentence), or null if it may.</summary>
    /// <param name="observation">With a series code, which may be unknown.</param>
    /// <param name="now">The campaign's time.</param>
    public static (string Member, string Message)? Check(in Observation observation, DateTime now)
    {
        if (!Catalogue.Current.TryGetSeries(observation.Series, out var series))
            return ("series", $"'{Shorten(observation.Series)}' is not a series of the catalogue");
        if (!IsCode(observation.Subject, SubjectCharacters))
            return ("subject", "must be 1 to 64 characters of A-Z a-z 0-9 . _ : -");
        if (PersonalData.Resembles(observation.Subject))
            return ("subject", PersonalCode);
        if (observation.Value < 0 || observation.Value > series.Max)
            return ("value", $"must be 0 to {series.Max} for {series.Code}");
        if (observation.At - now > MaxAhead)
            return ("at", $"is more than {MaxAhead.TotalMinutes:0} minutes ahead of the server's time {now:yyyy-MM-ddTHH:mm:ssZ}");
        if (observation.Post is { } post && !IsCode(post, PostCharacters))
            return ("post", "must be 1 to 64 characters of a-z 0-9 . -");
        if (observation.Post is { } named && PersonalData.Resembles(named))
            return ("post", PersonalCode);
        return null;
    }

    // What was sent is shown back only as far as a reader needs to recognise it.
    private static string Shorten(string text) => text.Length <= MaxCodeLength ? text : text[..MaxCodeLength] + "…";

    private static bool IsCode(string text, SearchValues<char> allowed) =>
        text.Length is > 0 and <= MaxCodeLength && !text.AsSpan().ContainsAnyExcept(allowed);
}
