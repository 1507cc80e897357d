using System.Globalization;

namespace GridGrains.Gateway;

/// <summary>Reads query parameters, and collects what is wrong with them. Of a parameter that is wrong the default is answered.</summary>
internal sealed class QueryReader(IQueryCollection query)
{
    private readonly MemberErrors errors = new();

    /// <summary>What is wrong, if anything.</summary>
    public Problem? Problem => errors.IsEmpty ? null : Problem.Invalid(errors);

    /// <summary>A text, or null where it is missing or empty.</summary>
    public string? Text(string name)
    {
        var values = query[name];
        if (values.Count > 1)
            Refuse(name, "is there more than once");
        return values.Count == 1 && values[0] is { Length: > 0 } text ? text : null;
    }

    /// <summary>A whole number.</summary>
    public int Number(string name, int missing, int least, int most)
    {
        if (Text(name) is not { } text)
            return missing;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        Refuse(name, $"must be a whole number from {least} to {most}");
        return missing;
    }

    /// <summary>A yes or no, no where it is missing.</summary>
    public bool Flag(string name)
    {
        var text = Text(name);
        if (text is not (null or "true" or "false"))
            Refuse(name, "must be true or false");
        return text == "true";
    }

    /// <summary>A time, as RFC 3339 or in epoch seconds.</summary>
    public DateTime Time(string name, DateTime missing)
    {
        if (Text(name) is not { } text)
            return missing;
        // A + that was not escaped arrives as a blank.
        if (Rfc3339.TryParse(text.Replace(' ', '+'), out var time))
            return time;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds)
            && seconds is > -62_135_596_800 and < 253_402_300_800)
            return DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime;
        Refuse(name, Rfc3339.Rule + ", or in epoch seconds");
        return missing;
    }

    /// <summary>Adds what else is wrong.</summary>
    public void Refuse(string name, string message) => errors.Add(name, message);
}
