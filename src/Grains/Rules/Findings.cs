namespace GridGrains.Rules;

/// <summary>What the rules found at a place. Used again for every evaluation, so that finding nothing costs no garbage.</summary>
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

    /// <summary>Looks again when something that stands goes on to the next level.</summary>
    public void LookAtEscalations(PlaceId place, PlaceId root, DateTime now)
    {
        foreach (var finding in standing)
            LookAgainAt(Escalation.NextAt(finding.Terms, place, root, finding.RaisedAt(finding.Since), now));
    }

    /// <summary>The place is to be looked at again at this moment.</summary>
    public void LookAgainAt(DateTime moment) => NextAt = moment < NextAt ? moment : NextAt;
}

/// <summary>Something that stands.</summary>
/// <param name="Terms">By which rule.</param>
/// <param name="Subject">The post or the code it is about, if one.</param>
/// <param name="Since">Since when, by the campaign's clock, in UTC.</param>
/// <param name="Name">For the words of the alert.</param>
/// <param name="Limit">For the words of the alert.</param>
/// <param name="AtOnce">Whether it was raised when it began: the grace is in its beginning already.</param>
/// <param name="NameEn">For the English words, where they need another name.</param>
/// <param name="SinceRaised">Whether the state does not tell since when, so that the time of the first finding stands.</param>
internal sealed record Finding(RuleTerms Terms, string? Subject, DateTime Since, string? Name = null, long Limit = 0, bool SinceRaised = false, bool AtOnce = false, string? NameEn = null)
{
    /// <summary>When the grace was over of what has been so since a moment.</summary>
    public DateTime RaisedAt(DateTime since) => AtOnce || SinceRaised ? since : since + Terms.Grace;

    /// <summary>What the alert says in Chinese.</summary>
    public string Zh => Say(Terms.Zh!, Name);

    /// <summary>What it says in English.</summary>
    public string En => Say(Terms.En!, NameEn ?? Name);

    private string Say(string words, string? name) => words
        .Replace("{subject}", Subject ?? "", StringComparison.Ordinal)
        .Replace("{name}", name ?? Subject ?? "", StringComparison.Ordinal)
        .Replace("{minutes}", Number(Terms.GraceMinutes ?? 0), StringComparison.Ordinal)
        .Replace("{limit}", Number(Limit), StringComparison.Ordinal);

    private static string Number(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
