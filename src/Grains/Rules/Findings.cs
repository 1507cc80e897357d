namespace GridGrains.Rules;

/// <summary>What the rules found at a leaf. Used again for every evaluation, so that finding nothing costs no garbage.</summary>
internal sealed class Findings
{
    private readonly List<Finding> standing = [];

    /// <summary>What stands.</summary>
    public IReadOnlyList<Finding> Standing => standing;

    /// <summary>When time alone may change what stands, by the campaign's clock, in UTC; the greatest time if it never does.</summary>
    public DateTime NextAt { get; private set; } = DateTime.MaxValue;

    /// <summary>Those to be counted.</summary>
    public AlertTally Tally { get; private set; }

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        standing.Clear();
        NextAt = DateTime.MaxValue;
        Tally = default;
    }

    /// <summary>Something stands.</summary>
    public void Add(Finding finding)
    {
        standing.Add(finding);
        Tally = finding.Terms.Severity switch
        {
            AlertSeverity.Critical => Tally with { Critical = Tally.Critical + 1 },
            AlertSeverity.Warning => Tally with { Warning = Tally.Warning + 1 },
            _ => Tally,
        };
    }

    /// <summary>The leaf is to be looked at again at this moment.</summary>
    public void LookAgainAt(DateTime moment) => NextAt = moment < NextAt ? moment : NextAt;
}

/// <summary>Something that stands.</summary>
/// <param name="Terms">By which rule.</param>
/// <param name="Subject">The post or the code it is about, if one.</param>
/// <param name="Since">Since when, by the campaign's clock, in UTC.</param>
/// <param name="Name">For the words of the alert.</param>
/// <param name="Limit">For the words of the alert.</param>
/// <param name="SinceRaised">Whether the state does not tell since when, so that the time of the first finding stands.</param>
internal sealed record Finding(RuleTerms Terms, string? Subject, DateTime Since, string? Name = null, long Limit = 0, bool SinceRaised = false)
{
    /// <summary>The rule's words with what they are about.</summary>
    public string Say(string words) => words
        .Replace("{subject}", Subject ?? "", StringComparison.Ordinal)
        .Replace("{name}", Name ?? Subject ?? "", StringComparison.Ordinal)
        .Replace("{minutes}", Number(Terms.GraceMinutes ?? 0), StringComparison.Ordinal)
        .Replace("{limit}", Number(Limit), StringComparison.Ordinal);

    private static string Number(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
