using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace GridGrains.Faults;

/// <summary>One observation as the harness means it.</summary>
internal readonly record struct Fact(string Series, string Subject, long Value, DateTime At)
{
    /// <summary>Reads observations, of a request or of a row of the journal.</summary>
    public static ImmutableArray<Fact> ReadAll(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(Read)];
    }

    /// <summary>One text for equal observations, however they were written.</summary>
    public static string Text(IEnumerable<Fact> facts)
    {
        var text = new StringBuilder();
        foreach (var fact in facts)
            text.Append(CultureInfo.InvariantCulture, $"{fact.Series} {fact.Subject} {fact.Value} {fact.At.Ticks}\n");
        return text.ToString();
    }

    /// <summary>The observations as a request has them.</summary>
    public static string ToJson(IEnumerable<Fact> facts) => JsonSerializer.Serialize(facts.Select(f => new { series = f.Series, subject = f.Subject, value = f.Value, at = f.At }));

    private static Fact Read(JsonElement e) => new(
        e.GetProperty("series").GetString()!,
        e.GetProperty("subject").GetString()!,
        e.GetProperty("value").GetInt64(),
        e.GetProperty("at").GetDateTimeOffset().UtcDateTime);
}
