using System.Collections.Immutable;
using Xunit;

namespace GridGrains.Grains.Tests.Live;

/// <summary>The tree changes while a campaign runs: every total is that of the journal at once, and nothing is counted twice or lost.</summary>
public sealed class ChangeTests : IAsyncLifetime
{
    private static readonly ImmutableSortedDictionary<string, long> Nothing = ImmutableSortedDictionary<string, long>.Empty;

    private RunningSilo silo = null!;

    public async ValueTask InitializeAsync()
    {
        silo = await RunningSilo.StartAsync();
        await silo.ReportAsync("a.v1.g1", Facts.Sampled("E1", 10), Facts.Sampled("W1", 20), Facts.Sampled("both", 3, second: 1));
        await silo.ReportAsync("a.v1.g2", Facts.Sampled("N1", 5), Facts.Sampled("both", 4, second: 2));
        await silo.ReportAsync("a.v2.g1", Facts.Sampled("S1", 100));
    }

    public ValueTask DisposeAsync() => silo.DisposeAsync();

    [Fact]
    public async Task Rename_IsInTheTreeAndTheTrail_AndUndone()
    {
        await MadeAsync(new("r", ChangeKind.Rename, Id("a.v1"), "新村", "New", null, []));
        Assert.Equal(("新村", "New"), (Node("a.v1").Place.Name, Node("a.v1").Place.NameEn));
        var trail = await silo.Grains.GetGrain<ITrailGrain>(RunningSilo.Key("a")).Entries(long.MaxValue, 10);
        Assert.Equal(("changePlaces", "a.v1", "steward", "r"), (trail[0].What, trail[0].Place.Value, trail[0].Who, trail[0].About));
        await UndoneAsync("r");
        Assert.Equal("a.v1", Node("a.v1").Place.Name);
        await TotalsAreAsync(("a", 142), ("a.v1", 42));
    }

    [Fact]
    public async Task Close_TakesNoMoreReports_AndKeepsWhatItCounted()
    {
        var known = Facts.Report(Facts.Sampled("E2", 1));
        await silo.Grid("a.v1.g1").Report(known, Facts.Reporter);
        await MadeAsync(new("c", ChangeKind.Close, Id("a.v1"), null, null, null, []));
        Assert.Equal(ReportRefusal.PlaceClosed, await RefusedAsync("a.v1.g1", Facts.Sampled("E3", 1)));
        Assert.Equal(ReportRefusal.PlaceClosed, await RefusedAsync("a.v1.desk"));
        Assert.Equal(ReportStatus.Duplicate, (await silo.Grid("a.v1.g1").Report(known, Facts.Reporter)).Receipt!.Status);
        await TotalsAreAsync(("a", 143), ("a.v1", 43));
        await UndoneAsync("c");
        await silo.ReportAsync("a.v1.g1", Facts.Sampled("E3", 1));
        await TotalsAreAsync(("a", 144), ("a.v1", 44));
    }

    [Fact]
    public async Task Split_EveryPartHasItsSubjects_AndUndoneTheyAreTogetherAgain()
    {
        await MadeAsync(Split);
        await TotalsAreAsync(("a", 142), ("a.v1", 42), ("a.v1.g11", 13), ("a.v1.g12", 20), ("a.v1.g1", 0));
        Assert.Equal(ReportRefusal.Moved, await RefusedAsync("a.v1.g1", Facts.Sampled("W1", 21, second: 9)));
        await silo.ReportAsync("a.v1.g12", Facts.Sampled("W1", 21, second: 9), Facts.Sampled("W2", 6));
        Assert.Equal((4, 6L, 4L), (Node("a.v1").Children.Count, Node("a.v1.g11").Expected["households"], Node("a.v1.g12").Expected["households"]));
        await TotalsAreAsync(("a", 149), ("a.v1", 49), ("a.v1.g12", 27));
        var snapshot = await silo.Area("a.v1").Get();
        Assert.True(snapshot.IsWhole);

        await UndoneAsync("s");
        await TotalsAreAsync(("a", 149), ("a.v1", 49), ("a.v1.g1", 40), ("a.v1.g11", 0), ("a.v1.g12", 0));
        Assert.Equal(ReportRefusal.Moved, await RefusedAsync("a.v1.g12"));
        await silo.ReportAsync("a.v1.g1", Facts.Sampled("W1", 22, second: 10));
        await TotalsAreAsync(("a", 150), ("a.v1.g1", 41));

        // Once more, under another id: the parts are free again, and what they gave away is theirs again.
        await MadeAsync(Split with { Id = "again" });
        await TotalsAreAsync(("a", 150), ("a.v1", 50), ("a.v1.g11", 13), ("a.v1.g12", 28));
    }

    [Fact]
    public async Task Merge_CountsASubjectOfBothOnce_AndUndoneGivesBackWhatWasBrought()
    {
        await MadeAsync(Merger);
        await TotalsAreAsync(("a", 139), ("a.v1", 39), ("a.v1.g1", 0), ("a.v1.g2", 39));
        Assert.Equal(30, Node("a.v1.g2").Expected["households"]);
        await silo.ReportAsync("a.v1.g2", Facts.Sampled("E1", 11, second: 9), Facts.Sampled("new", 2));
        await UndoneAsync("m");
        await TotalsAreAsync(("a", 142), ("a.v1", 42), ("a.v1.g1", 35), ("a.v1.g2", 7));
        await silo.ReportAsync("a.v1.g1", Facts.Sampled("E1", 12, second: 10));
        await TotalsAreAsync(("a", 143), ("a.v1.g1", 36));
        await MadeAsync(Merger with { Id = "again" });
        await TotalsAreAsync(("a", 143), ("a.v1.g2", 43));
    }

    [Fact]
    public async Task Move_OfAnArea_ItsOldPlaceLosesAndItsNewOneGains()
    {
        var city = silo.Grains.GetGrain<ICityGrain>(0);
        Assert.Empty((await city.ImportPlaces(City.CityFacts.Rows(
            "c/county", "c.t1/town", "c.t2/town", "c.t1.v/village", "c.t1.v.g1/grid/1", "c.t1.v.g2/grid/2", "c.t2.w/village", "c.t2.w.g1/grid/3"), false, "test")).Errors);
        Assert.Empty((await city.PutCampaign(City.CityFacts.Campaign("county", "c"), "test")).Errors);
        Assert.Empty((await city.ImportPosts([new(1, new("gate", Id("c.t1.v.g1"), "gate", "门", "medic:1", "00:00-24:00"))], false, "test")).Errors);
        await silo.FollowCityAsync();
        await ReportAsync("c.t1.v.g1", Facts.Sampled("T1", 10), new("duty.medic", "m1", 1, Facts.Start, "gate"));
        await ReportAsync("c.t1.v.g2", Facts.Sampled("T1", 5));
        await ReportAsync("c.t1.v.desk", new Observation("meetings.held", "m", 1, Facts.Start));
        await ReportAsync("c.t2.w.g1", Facts.Sampled("T2", 1));

        await MadeAsync(new("mv", ChangeKind.Move, Id("c.t1.v"), null, null, Id("c.t2.v"), []));
        await TotalsAreAsync("county", ("c", 16), ("c.t1", 0), ("c.t2", 16), ("c.t2.v", 15), ("c.t2.v.g1", 10), ("c.t1.v", 0), ("c.t1.v.g2", 0));
        Assert.Equal((3L, 3L), (Node("c.t2.v").Expected["households"], Node("c.t2").Expected["households"] - 3));
        Assert.Equal(1, (await silo.Grains.GetGrain<IGridGrain>("county/c.t2.v.g1").Posts()).Single().OnDuty.Single(d => d.Value > 0).Value);
        Assert.Equal(1, (await silo.Grains.GetGrain<IAreaGrain>("county/c.t2.v").Get()).Counts.AsSpan().Of("meetings.held"));
        Assert.Equal(ReportRefusal.Moved, (await silo.Grains.GetGrain<IGridGrain>("county/c.t1.v.g1").Report(Facts.Report(), Facts.Reporter)).Refusal);
        await ReportAsync("c.t2.v.g1", Facts.Sampled("T9", 4));

        await silo.RestartWithoutSavedStateAsync();
        await silo.FollowCityAsync();
        await TotalsAreAsync("county", ("c", 20), ("c.t1", 0), ("c.t2", 20), ("c.t2.v", 19));
        await UndoneAsync("mv");
        await TotalsAreAsync("county", ("c", 20), ("c.t1", 19), ("c.t2", 1), ("c.t1.v.g1", 14), ("c.t2.v.g1", 0));

        Task ReportAsync(string place, params Observation[] observations) =>
            silo.Grains.GetGrain<IGridGrain>($"county/{place}").Report(Facts.Report(observations), Facts.Reporter);
    }

    [Fact]
    public async Task ManyChanges_AfterARestartWithoutSavedState_AreAsTheJournalHasThem()
    {
        await MadeAsync(Split);
        await MadeAsync(new("m2", ChangeKind.Merge, Id("a.v1.g12"), null, null, Id("a.v2.g1"), []));
        await MadeAsync(new("mv", ChangeKind.Move, Id("a.v1.g2"), null, null, Id("a.v2.g9"), []));
        await TotalsAreAsync(("a", 142), ("a.v1", 13), ("a.v2", 129), ("a.v2.g1", 120), ("a.v2.g9", 9));
        await silo.RestartWithoutSavedStateAsync();
        await silo.FollowCityAsync();
        await TotalsAreAsync(("a", 142), ("a.v1", 13), ("a.v2", 129), ("a.v2.g1", 120), ("a.v2.g9", 9));
        Assert.Equal(ReportRefusal.Moved, await RefusedAsync("a.v1.g1", Facts.Sampled("E1", 1)));
        var split = await silo.Grains.GetGrain<ICityGrain>(0).Undo("s", "steward");
        Assert.Contains("undo that first", split.Errors[0].Message, StringComparison.Ordinal);
        await UndoneAsync("m2");
        await UndoneAsync("s");
        await TotalsAreAsync(("a", 142), ("a.v1", 33), ("a.v1.g1", 33));
    }

    [Fact]
    public async Task AChangeSentTwice_IsMadeOnce_AndItsIdStandsForIt()
    {
        var city = silo.Grains.GetGrain<ICityGrain>(0);
        var first = await MadeAsync(Split);
        Assert.Equal(first.Version, (await MadeAsync(Split)).Version);
        Assert.NotEmpty((await city.Change(Merger with { Id = "s" }, "steward")).Errors);
        Assert.Equal((await UndoneAsync("s")).Undone, (await UndoneAsync("s")).Undone);
        Assert.Equal(["s"], (await city.Changes(10)).Select(made => made.Change.Id));
    }

    [Fact]
    public async Task AClosedCampaign_KeepsItsTotalsWhateverBecomesOfTheTree()
    {
        var city = silo.Grains.GetGrain<ICityGrain>(0);
        await silo.CloseCampaignAsync();
        Assert.Empty((await city.PutCampaign(City.CityFacts.Campaign("next", "a"), "test")).Errors);
        await MadeAsync(Split);
        await MadeAsync(new("mv", ChangeKind.Move, Id("a.v1.g2"), null, null, Id("a.v2.g9"), []));
        await TotalsAreAsync(("a", 142), ("a.v1", 42), ("a.v2", 100), ("a.v1.g1", 33));
        await silo.RestartWithoutSavedStateAsync();
        await silo.FollowCityAsync();
        await TotalsAreAsync(("a", 142), ("a.v1", 42), ("a.v2", 100), ("a.v1.g1", 33));
    }

    [Fact]
    public async Task ReportsThatKeepComing_AreAllCountedOnce_WhileTheirLeafIsSplitAndPutTogether()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var sent = Task.WhenAll(Enumerable.Range(0, 4).Select(phone => Task.Run(() => SendAsync(phone, stop.Token))));
        for (var round = 1; round <= 3; round++)
        {
            await silo.Grains.GetGrain<ICityGrain>(0).Change(Split with { Id = $"s{round}" }, "steward");
            await silo.FollowCityAsync();
            await UndoneAsync($"s{round}");
        }
        await stop.CancelAsync();
        var total = (await sent).Sum();
        Assert.True(total > 0, "nothing was reported meanwhile");
        await TotalsAreAsync(("a", 142 + total), ("a.v1", 42 + total), ("a.v1.g1", 33 + total));
    }

    private static PlaceChange Split => new("s", ChangeKind.Split, Id("a.v1.g1"), null, null, null,
        [new(Id("a.v1.g11"), "东", null, Nothing, []), new(Id("a.v1.g12"), "西", null, Nothing.Add("households", 4), ["W*"])]);

    private static PlaceChange Merger => new("m", ChangeKind.Merge, Id("a.v1.g1"), null, null, Id("a.v1.g2"), []);

    private static PlaceId Id(string place) => PlaceId.Parse(place);

    private PlaceNode Node(string place) => silo.CurrentCity.Value.TryGetPlace(Id(place), out var node) ? node : throw new ArgumentException(place);

    private async Task<MadeChange> MadeAsync(PlaceChange change)
    {
        var outcome = await silo.Grains.GetGrain<ICityGrain>(0).Change(change, "steward");
        Assert.Empty(outcome.Errors);
        await silo.FollowCityAsync();
        return outcome.Made!;
    }

    private async Task<MadeChange> UndoneAsync(string change)
    {
        var outcome = await silo.Grains.GetGrain<ICityGrain>(0).Undo(change, "steward");
        Assert.Empty(outcome.Errors);
        await silo.FollowCityAsync();
        return outcome.Made!;
    }

    private async Task<ReportRefusal> RefusedAsync(string place, params Observation[] observations) =>
        (await silo.Grid(place).Report(Facts.Report(observations), Facts.Reporter)).Refusal;

    // As a gateway does it: to the leaf, again while that is not known, and on to who goes on for it.
    private async Task<long> SendAsync(int phone, CancellationToken stop)
    {
        var total = 0L;
        for (var n = 0; !stop.IsCancellationRequested; n++)
        {
            var report = Facts.Report(Facts.Sampled($"{(n % 2 == 0 ? 'E' : 'W')}-{phone}-{n}", 1));
            var place = "a.v1.g1";
            for (var tries = 0; ; tries++)
            {
                var refusal = await Try(place, report);
                if (refusal == ReportRefusal.None)
                    break;
                Assert.True(tries < 2000, $"{place} does not take a report: {refusal}");
                if (refusal == ReportRefusal.Moved && Node(place) is { IsFormer: true, Place.Fate: { } fate })
                    place = fate.RouteOf("tests.sampled", report.Observations[0].Subject).Value;
                else
                    await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None);
            }
            total++;
        }
        return total;
    }

    private async Task<ReportRefusal> Try(string place, Report report)
    {
        try
        {
            return (await silo.Grid(place).Report(report, Facts.Reporter)).Refusal;
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
            return ReportRefusal.Unknown;
        }
    }

    private Task TotalsAreAsync(params (string Place, long Sampled)[] expected) => TotalsAreAsync(RunningSilo.Campaign, expected);

    // Live, the sum of the children at every level, and the journal's recount say the same.
    private async Task TotalsAreAsync(string campaign, params (string Place, long Sampled)[] expected)
    {
        foreach (var (place, sampled) in expected)
        {
            var key = $"{campaign}/{place}";
            await Eventually.IsAsync(() => SampledAsync(key), total => total == sampled, $"{sampled} at {place}");
            var audit = await silo.Grains.GetGrain<IJournalGrain>(key).Audit();
            Assert.True(audit.Matches, $"{place}: live {audit.Live.Version}, journal {audit.Reports}; {string.Join(", ", audit.Differences)}");
            if (Node(place).IsLeaf)
                continue;
            var family = await silo.Grains.GetGrain<IAreaGrain>(key).Children();
            Assert.Equal(family.Area.Version, family.Children.Sum(child => child.Version));
            Assert.Equal(sampled, family.Children.Sum(child => child.Counts.AsSpan().Of("tests.sampled")));
        }
    }

    private async Task<long> SampledAsync(string key)
    {
        var node = Node(LedgerKey.Parse(key).Place.Value);
        var counts = node.IsLeaf ? await silo.Grains.GetGrain<IGridGrain>(key).Get() : await silo.Grains.GetGrain<IAreaGrain>(key).Get();
        return counts.Counts.AsSpan().Of("tests.sampled");
    }
}
