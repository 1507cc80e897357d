using System.Text.RegularExpressions;

namespace GridGrains.Emergencies;

/// <summary>What may stand in a plan.</summary>
internal static partial class PlanText
{
    private const int LongestTitle = 100;

    /// <summary>Throws a <see cref="FormatException"/> with a sentence unless code and titles are as they must be.</summary>
    public static void Check(string name, string? code, string? zh, string? en)
    {
        if (code is null || !Code().IsMatch(code))
            throw new FormatException($"{name}: code must be 1 to 32 characters of a-z 0-9 -");
        if (!IsTitle(zh) || !IsTitle(en))
            throw new FormatException($"{name} needs zh and en, each of 1 to {LongestTitle} characters, and nobody's number in them");
    }

    /// <summary>A number within its range.</summary>
    public static int Within(string name, string member, int value, int least, int most) =>
        value >= least && value <= most ? value : throw new FormatException($"{name}: {member} is {value}; allowed are {least} to {most}");

    private static bool IsTitle(string? text) => text is { Length: > 0 and <= LongestTitle } && !string.IsNullOrWhiteSpace(text) && !PersonalData.Resembles(text);

    [GeneratedRegex(@"^[a-z0-9-]{1,32}\z")]
    private static partial Regex Code();
}
