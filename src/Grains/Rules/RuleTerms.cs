using System.Text.Json;
using System.Text.Json.Serialization;

namespace GridGrains.Rules;

/// <summary>A rule as the rules' file writes it (docs/rules.md). What is null is not said: in an override it stays as it is.</summary>
public sealed record RuleTerms
{
    /// <summary>Name of the rule; what alerts carry.</summary>
    public string? Code { get; init; }

    /// <summary>Which class evaluates it (docs/rules.md).</summary>
    public string? Kind { get; init; }

    /// <summary>Whether the rule rests.</summary>
    public bool? Off { get; init; }

    /// <summary><c>critical</c>, <c>warning</c> or <c>info</c>.</summary>
    public AlertSeverity? Severity { get; init; }

    /// <summary>How long it may be so before it is an alert, by the campaign's clock.</summary>
    public int? GraceMinutes { get; init; }

    /// <summary>After how long it goes on to the next level up, by the campaign's clock; it stays where it is, if not said.</summary>
    public int? EscalateMinutes { get; init; }

    /// <summary>How long before a shift begins it is looked at.</summary>
    public int? AheadMinutes { get; init; }

    /// <summary>Local hours in which it holds, <c>from-to</c>.</summary>
    public string? Hours { get; init; }

    /// <summary>Only campaigns of this kind, <c>round</c> or <c>standing</c>.</summary>
    public CampaignKind? Campaigns { get; init; }

    /// <summary>The series whose subjects a <c>case</c> is about.</summary>
    public string? Series { get; init; }

    /// <summary>The first stage of a case that concerns the rule.</summary>
    public int? From { get; init; }

    /// <summary>The last one.</summary>
    public int? To { get; init; }

    /// <summary>The stage that must have come before <see cref="From"/>.</summary>
    public int? Before { get; init; }

    /// <summary>The count that must not be <c>over</c>.</summary>
    public string? Count { get; init; }

    /// <summary>What it must not be over: an attribute of the place, or another count.</summary>
    public string? Of { get; init; }

    /// <summary>Of how much of that.</summary>
    public int? Percent { get; init; }

    /// <summary>What the alert says in Chinese, with <c>{subject}</c>, <c>{name}</c>, <c>{minutes}</c> and <c>{limit}</c>.</summary>
    public string? Zh { get; init; }

    /// <summary>What it says in English.</summary>
    public string? En { get; init; }

    // Not public, or the file could name it and nobody would be told that it says nothing.
    internal TimeSpan Grace => TimeSpan.FromMinutes(GraceMinutes ?? 0);

    /// <summary>These terms where <paramref name="other"/> says nothing else.</summary>
    public RuleTerms With(RuleTerms other) => new()
    {
        Code = Code,
        Kind = other.Kind ?? Kind,
        Off = other.Off ?? Off,
        Severity = other.Severity ?? Severity,
        GraceMinutes = other.GraceMinutes ?? GraceMinutes,
        EscalateMinutes = other.EscalateMinutes ?? EscalateMinutes,
        AheadMinutes = other.AheadMinutes ?? AheadMinutes,
        Hours = other.Hours ?? Hours,
        Campaigns = other.Campaigns ?? Campaigns,
        Series = other.Series ?? Series,
        From = other.From ?? From,
        To = other.To ?? To,
        Before = other.Before ?? Before,
        Count = other.Count ?? Count,
        Of = other.Of ?? Of,
        Percent = other.Percent ?? Percent,
        Zh = other.Zh ?? Zh,
        En = other.En ?? En,
    };
}

/// <summary>The rules' file: rules, and what is different in a campaign, by its id.</summary>
public sealed record RuleFile(IReadOnlyList<RuleTerms>? Rules, IReadOnlyDictionary<string, IReadOnlyDictionary<string, RuleTerms>>? Campaigns)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>The rules that the program brings.</summary>
    public static RuleFile Own { get; } = ReadOwn();

    /// <summary>Reads a file's content, or throws a <see cref="JsonException"/> that says where it is wrong.</summary>
    public static RuleFile Read(Stream json) =>
        JsonSerializer.Deserialize<RuleFile>(json, Options) ?? throw new JsonException("the file must not be null");

    private static RuleFile ReadOwn()
    {
        using var stream = typeof(RuleFile).Assembly.GetManifestResourceStream("rules.json")!;
        return Read(stream);
    }
}
