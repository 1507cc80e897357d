using System.Collections.Immutable;
using System.Globalization;
using GridGrains.Area;
using GridGrains.Grid;
using GridGrains.History;
using GridGrains.Rules;
using Xunit;

namespace GridGrains.Grains.Tests.Rules;

/// <summary>A grid <c>a.v.g1</c>, the areas above it, and what the program's rules find there. Times are hours of 6 October in China.</summary>
internal sealed class RuleStage
{
    public static readonly DateTime Midnight = new(2022, 10, 5, 16, 0, 0, DateTimeKind.Utc);

    public static readonly Campaign Standing = City.CityFacts.Campaign("duty", "a") with { OpensAt = Midnight.AddDays(-3) };

    private DateTime? reported;
    private DateTime? first;

    public GridState State { get; } = new(Catalogue.Current);

    public AreaState Area { get; private set; } = new(PlaceId.Parse("a.v"), Catalogue.Current);

    public CountHistory History { get; } = new();

    public Campaign Campaign { get; set; } = Standing;

    public RuleBook Rules { get; init; } = RuleBook.Own;

    public ImmutableArray<PostTerms> Posts { get; set; } = [];

    public ImmutableSortedDictionary<string, long> GridAttributes { get; set; } = Attributes(("households", 10), ("residents", 100));

    public ImmutableSortedDictionary<string, long> AreaAttributes { get; set; } = Attributes();

    public static DateTime Hour(double hour) => Midnight.AddHours(hour);

    public static ImmutableSortedDictionary<string, long> Attributes(params (string Name, long Value)[] attributes) =>
        attributes.ToImmutableSortedDictionary(a => a.Name, a => a.Value, StringComparer.Ordinal);

    public static PostTerms Post(string id, string requires, string hours) =>
        new(new Post(id, PlaceId.Parse("a.v.g1"), "post", $"岗位{id}", requires, hours));

    public static Observation Seen(string series, string subject, long value, double hour, string? post = null) =>
        new(series, subject, value, Hour(hour), post);

    /// <summary>What the leaf reports at an hour.</summary>
    public void Report(double hour, params Observation[] observations)
    {
        if (first is null || CampaignDay.Of(first.Value) != CampaignDay.Of(Hour(hour)))
            first = Hour(hour);
        reported = Hour(hour);
        State.Apply(Guid.NewGuid(), observations);
    }

    /// <summary>What the area hears at an hour.</summary>
    public void Hear(string child, long version, double hour, params (string Code, long Value)[] counts)
    {
        Expect();
        Area.Merge(new PlaceCounts(PlaceId.Parse(child), version, Hour(hour), Facts.Vector(counts), ReportedAt: version > 0 ? Hour(hour) : null));
        History.Record(Hour(hour), Area.Counts);
    }

    /// <summary>The alerts of some rules at the leaf at an hour: code, subject and since when, in hours.</summary>
    public string At(double hour, params string[] rules) => Text(Find(hour), rules);

    /// <summary>When time alone may next change something, in hours.</summary>
    public double NextAt(double hour) => Math.Round((Find(hour).NextAt - Midnight).TotalHours, 2);

    public string AtDesk(double hour, params string[] rules) => Text(Find(hour, "a.v.desk"), rules);

    /// <summary>As <see cref="At"/>, at the area.</summary>
    public string AtArea(double hour, params string[] rules)
    {
        var findings = new Findings();
        var area = new AreaSituation(Campaign, Expect(), Area, History, Area.ReportedAt, Hour(hour));
        foreach (var rule in Rules.OfAreas(Campaign))
            rule.Evaluate(area, findings);
        return Text(findings, rules);
    }

    public void LookAt(string area) => Area = new AreaState(PlaceId.Parse(area), Catalogue.Current);

    private PlaceNode Expect()
    {
        Assert.True(Tree().TryGetPlace(Area.Area, out var node));
        Area.Expect(node.Children.Select(c => c.Place.Id));
        return node;
    }

    private static string Text(Findings findings, string[] rules) => string.Join(
        ", ",
        findings.Standing.Where(f => rules.Contains(f.Terms.Code))
            .Select(f => string.Create(
                CultureInfo.InvariantCulture, $"{f.Terms.Code} {f.Subject ?? "-"} {Math.Round((f.Since - Midnight).TotalHours, 2)}"))
            .Order(StringComparer.Ordinal));

    private Findings Find(double hour, string place = "a.v.g1")
    {
        Assert.True(Tree().TryGetPlace(PlaceId.Parse(place), out var node));
        var findings = new Findings();
        var leaf = new LeafSituation(Campaign, node, Posts, State, reported, first, Hour(hour));
        foreach (var rule in Rules.Of(Campaign))
            rule.Evaluate(leaf, findings);
        return findings;
    }

    private GridGrains.City Tree() => new(new CityImage(
        1,
        [
            City.CityFacts.Place("a/town"),
            City.CityFacts.Place("a.v/village") with { Attributes = AreaAttributes },
            City.CityFacts.Place("a.v.g1/grid") with { Attributes = GridAttributes },
            City.CityFacts.Place("a.v.g2/grid") with { Attributes = GridAttributes },
        ],
        [],
        []));
}
