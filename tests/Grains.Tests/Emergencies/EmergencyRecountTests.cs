using GridGrains.Emergencies;
using GridGrains.Grains.Tests.Retention;
using GridGrains.Journal;
using Xunit;

namespace GridGrains.Grains.Tests.Emergencies;

/// <summary>Minutes after the activation; the journal of a town's villages, ledger by ledger as it is read.</summary>
public sealed class EmergencyRecountTests
{
    private static readonly GridGrains.City Tree = new(City.CityFacts.Image("a/town", "a.v1/village", "a.v1.g1/grid/10", "a.v1.g2/grid/10", "a.v2/village", "a.v2.g1/grid/10"));

    private static readonly Campaign Campaign = City.CityFacts.Campaign("e", "a") with
    {
        Kind = CampaignKind.Round,
        Emergency = PlanBook.Own.TryGet("muster", out var plan) ? Emergency.Of(plan) : throw new InvalidOperationException(),
    };

    private readonly List<JournalEntry> entries = [];

    [Fact]
    public async Task TheMuster_IsCompleteSinceTheLastOneCame_InWhateverOrderLedgersAreRead()
    {
        Report("a.v1.g1", 1, ("muster.called", 5));
        Report("a.v1.g1", 9, ("muster.present", 5));
        Report("a.v1.g2", 2, ("muster.called", 3));
        Report("a.v1.g2", 21, ("muster.present", 3));
        Report("a.v2.g1", 3, ("muster.called", 4), ("muster.present", 4));
        Report("a.desk", 4, ("muster.called", 2), ("muster.present", 2));
        var recount = await ReadAsync(60);
        Assert.Equal(Facts.Start.AddMinutes(21), recount.Since[Mustered.Complete]);
        Assert.Equal((8, 8), (recount.At(PlaceId.Parse("a.v1")).Called, recount.At(PlaceId.Parse("a.v1")).Present));
        Assert.Equal((2, 4, 6), (recount.At(PlaceId.Parse("a.desk")).Called, recount.At(PlaceId.Parse("a.v2")).Called, recount.Reports));
        Assert.Equal(14, recount.Counts[Mustered.Called.Index]);
    }

    [Theory]
    [InlineData(20, 5, 3, null)]
    [InlineData(21, 8, 8, 21)]
    [InlineData(30, 9, 8, null)] // one more was called
    [InlineData(60, 9, 9, 40)]
    public async Task UpToAMoment_NothingLaterCounts(int until, long called, long present, int? since)
    {
        Report("a.v1.g1", 1, ("muster.called", 5));
        Report("a.v1.g1", 9, ("muster.present", 3));
        Report("a.v1.g2", 21, ("muster.called", 3), ("muster.present", 5));
        Report("a.v2.g1", 30, ("muster.called", 1));
        Report("a.v2.g1", 40, ("muster.present", 1));
        var recount = await ReadAsync(until);
        Assert.Equal((called, present), (recount.Counts[Mustered.Called.Index], recount.Counts[Mustered.Present.Index]));
        DateTime? complete = recount.Since.TryGetValue(Mustered.Complete, out var at) ? at : null;
        Assert.Equal(since, (int?)(complete - Facts.Start)?.TotalMinutes);
    }

    [Fact]
    public async Task Nobody_IsNoMuster() => Assert.Empty((await ReadAsync(60)).Since);

    private void Report(string leaf, int minute, params (string Series, int People)[] mustered)
    {
        var observations = mustered.SelectMany(m => Enumerable.Range(0, m.People).Select(n => new Observation(m.Series, $"b{n}", 1, Facts.Start.AddMinutes(minute))));
        var report = Facts.Report([.. observations]);
        entries.Add(new(
            new("e", PlaceId.Parse(leaf)), entries.Count(e => e.Ledger.Place.Value == leaf) + 1, report.ReportId, Facts.Reporter, Facts.Start.AddMinutes(minute),
            Payload.Encode(report.Observations)));
    }

    private async Task<EmergencyRecount> ReadAsync(int until)
    {
        Assert.True(Tree.TryGetPlace(PlaceId.Parse("a"), out var root));
        return await EmergencyRecount.OfAsync(new MemoryJournal(entries), Campaign, root, Facts.Start.AddMinutes(until));
    }
}
