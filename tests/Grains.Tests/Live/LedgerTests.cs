using GridGrains.Journal;
using Xunit;

namespace GridGrains.Grains.Tests.Live;

public sealed class LedgerTests : IAsyncLifetime
{
    private RunningSilo silo = null!;

    public async ValueTask InitializeAsync() => silo = await RunningSilo.StartAsync();

    public ValueTask DisposeAsync() => silo.DisposeAsync();

    [Fact]
    public async Task Report_OfALeaf_ReachesEveryLevel()
    {
        await silo.ReportAsync("a.v1.g1", Facts.Sampled("T1", 10));
        await silo.ReportAsync("a.v1.g2", Facts.Sampled("T1", 7));
        await silo.ReportAsync("a.v2.g1", Facts.Sampled("T9", 3));
        Assert.Equal(17, Sampled(await VersionAsync("a.v1", 2)));
        Assert.Equal(20, Sampled(await VersionAsync("a", 3)));
    }

    [Fact]
    public async Task Report_OfADesk_MakesItAChild()
    {
        Assert.Equal(3, (await silo.Area("a.v1").Get()).ChildrenExpected);
        await silo.ReportAsync("a.v1.desk", new Observation("meetings.held", "m1", 1, Facts.Start));
        var village = await VersionAsync("a.v1", 1);
        Assert.Equal((4, 4), (village.ChildrenExpected, village.ChildrenHeard));
    }

    [Fact]
    public async Task Report_SixtyFourTimesAtOnce_IsOneRowAndOneReceipt()
    {
        var report = Facts.Report(Facts.Sampled("T1", 10));
        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => silo.Grid("a.v1.g1").Report(report, "somebody")));
        Assert.Equal(1, answers.Count(a => a.Receipt!.Status == ReportStatus.Recorded));
        Assert.All(answers, a => Assert.Equal(new Receipt(report.ReportId, PlaceId.Parse("a.v1.g1"), 1, a.Receipt!.Status, 1, 0), a.Receipt));
        Assert.Single(await JournalAsync("a.v1.g1"));
    }

    [Fact]
    public async Task Report_KnownIdWithAnotherBody_IsRefusedAndNothingCounted()
    {
        var report = Facts.Report(Facts.Sampled("T1", 10));
        await silo.Grid("a.v1.g1").Report(report, "somebody");
        var other = await silo.Grid("a.v1.g1").Report(report with { Observations = [Facts.Sampled("T2", 9)] }, "somebody");
        Assert.Equal(ReportRefusal.ReportIdTaken, other.Refusal);
        Assert.Equal(10, Sampled(await silo.Grid("a.v1.g1").Get()));
    }

    [Fact]
    public async Task Report_KnownIdFromAnotherReporter_IsRefusedAndNothingCounted()
    {
        var report = Facts.Report(Facts.Sampled("T1", 10));
        await silo.Grid("a.v1.g1").Report(report, "somebody");
        await silo.RestartAsync();
        Assert.Equal(ReportAnswer.Refused(ReportRefusal.ReportIdTaken), await silo.Grid("a.v1.g1").Report(report, "somebody else"));
        Assert.Equal(ReportStatus.Duplicate, (await silo.Grid("a.v1.g1").Report(report, "somebody")).Receipt!.Status);
        Assert.Single(await JournalAsync("a.v1.g1"));
    }

    [Fact]
    public async Task Report_ToAnAreaOrAClosedCampaign_IsRefused()
    {
        Assert.Equal(ReportRefusal.NotALeaf, (await silo.Grid("a.v1").Report(Facts.Report(), "somebody")).Refusal);
        await silo.ReportAsync("a.v1.g1");
        await silo.CloseCampaignAsync();
        Assert.Equal(ReportRefusal.Closed, (await silo.Grid("a.v1.g1").Report(Facts.Report(), "somebody")).Refusal);
        Assert.Equal(1, (await silo.Grid("a.v1.g1").Get()).Version);
    }

    [Fact]
    public async Task Commit_ThatCameThroughUnheardOf_IsCountedWhenTheLeafIsAskedToCatchUp()
    {
        await silo.ReportAsync("a.v1.g1", Facts.Sampled("T1", 10));
        await WriteBehindTheGrainAsync("a.v1.g1", 2, Facts.Report(Facts.Sampled("T2", 7)));
        await silo.Grid("a.v1.g1").CatchUp(2);
        Assert.Equal(17, Sampled(await silo.Grid("a.v1.g1").Get()));
    }

    [Fact]
    public async Task Report_ThatCameThroughUnheardOfBeforeTheCampaignClosed_IsAnsweredItsReceiptWhenItIsSentAgain()
    {
        await silo.ReportAsync("a.v1.g1", Facts.Sampled("T1", 10));
        var report = Facts.Report(Facts.Sampled("T2", 7));
        await VersionAsync("a", 1);
        await WriteBehindTheGrainAsync("a.v1.g1", 2, report);
        await silo.CloseCampaignAsync();
        Assert.Equal(ReportRefusal.Unknown, (await silo.Grid("a.v1.g1").Report(report, Facts.Reporter)).Refusal);
        Assert.Equal(2, (await silo.Grid("a.v1.g1").Report(report, Facts.Reporter)).Receipt?.Sequence);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Restart_WithOrWithoutSavedState_SameCountsEverywhere(bool saved)
    {
        for (var i = 0; i < 30; i++)
            await silo.ReportAsync($"a.v{1 + (i % 2)}.g{1 + (i % 3)}", Facts.Sampled($"T{i}", 1 + (i % 20)), Facts.Sampled("T-again", 5, i));
        var before = await VersionAsync("a", 30);
        if (saved)
            await silo.RestartAsync();
        else
            await silo.RestartWithoutSavedStateAsync();
        var after = await silo.Area("a").Get();
        Assert.Equal((30, before.Counts, 2, 2), (after.Version, after.Counts, after.ChildrenHeard, after.ChildrenExpected));
        Assert.True((await silo.Recounter("a").Audit()).Matches);
    }

    [Fact]
    public async Task Report_WhoseSequenceAnotherActivationWrote_IsNotAcknowledgedAndTheNextActivationCountsBoth()
    {
        await silo.ReportAsync("a.v1.g1", Facts.Sampled("T1", 10));
        // An area that wakes asks, and the leaf would find out.
        await VersionAsync("a", 1);
        await WriteBehindTheGrainAsync("a.v1.g1", 2, Facts.Report(Facts.Sampled("T2", 5)));
        var report = Facts.Report(Facts.Sampled("T3", 3));
        Assert.Equal(ReportRefusal.Unknown, (await silo.Grid("a.v1.g1").Report(report, "somebody")).Refusal);
        Assert.Equal(3, (await silo.Grid("a.v1.g1").Report(report, "somebody")).Receipt!.Sequence);
        Assert.Equal(18, Sampled(await VersionAsync("a", 3)));
    }

    [Fact]
    public async Task Area_ChildWhoseRollUpWasLost_IsFoundByItsJournal()
    {
        await silo.ReportAsync("a.v1.g1", Facts.Sampled("T1", 10));
        await VersionAsync("a", 1);
        // As if a silo had died between the commit and the roll-up: the row is there, and nobody has told the village. The grain is not awake.
        await WriteBehindTheGrainAsync("a.v1.g2", 1, Facts.Report(Facts.Sampled("T2", 5)));
        Assert.Equal(15, Sampled(await VersionAsync("a", 2)));
    }

    [Fact]
    public async Task Audit_AfterReports_MatchesAndNamesWhatDiffers()
    {
        for (var i = 0; i < 20; i++)
            await silo.ReportAsync($"a.v1.g{1 + (i % 3)}", Facts.Sampled($"T{i}", 10));
        var audit = await silo.Recounter("a").Audit();
        Assert.True(audit.Matches);
        Assert.Equal(20, audit.Reports);

        await using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={silo.DatabaseFile};Pooling=False"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = """update journal set payload = replace(payload, '"value":10', '"value":11') where place = 'a.v1.g1' and sequence = 1""";
            Assert.Equal(1, await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        }
        audit = await silo.Recounter("a").Audit();
        Assert.False(audit.Matches);
        Assert.Equal(new CountDifference("tests.sampled", 200, 201), Assert.Single(audit.Differences));
    }

    [Fact]
    public async Task History_LiveAndFromTheJournal_Agree()
    {
        for (var i = 0; i < 10; i++)
            await silo.ReportAsync($"a.v1.g{1 + (i % 3)}", Facts.Sampled($"T{i}", 10));
        await VersionAsync("a", 10);
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var live = await silo.Area("a").History("tests.sampled", TimeSpan.FromMinutes(5), now.AddHours(-1), now.AddMinutes(10));
        Assert.Equal(100, live!.Value[^1].Value);
        var journal = await silo.Recounter("a").History("tests.sampled", TimeSpan.FromMinutes(1), now.AddHours(-1), now.AddMinutes(10));
        Assert.Equal(100, journal[^1].Value);
        Assert.Equal(0, journal[0].Value);
        Assert.Equal(12, live.Value.Length - 1);
    }

    [Fact]
    public async Task ReportedToday_CountsGridsThatReportedAndNoDesk()
    {
        await silo.ReportAsync("a.v1.g1");
        await silo.ReportAsync("a.v1.g2");
        await silo.ReportAsync("a.v1.desk");
        Assert.Equal(2, (await VersionAsync("a", 3)).Counts.AsSpan().Of("grids.reported_today"));
    }

    [Fact]
    public async Task Subjects_ByPage_AreAllWinnersInOrder()
    {
        await silo.ReportAsync("a.v1.g1", [.. Enumerable.Range(0, 25).Select(i => Facts.Sampled($"T{i:00}", i))]);
        var pages = new List<Observation>();
        string? after = null;
        while (await silo.Grid("a.v1.g1").Subjects("tests.sampled", after, 10) is { IsEmpty: false } page)
        {
            pages.AddRange(page);
            after = page[^1].Subject;
        }
        Assert.Equal(Enumerable.Range(0, 25).Select(i => (long)i), pages.Select(o => o.Value));
    }

    private async Task<PlaceCounts> VersionAsync(string area, long version) =>
        await Eventually.IsAsync(() => silo.Area(area).Get(), c => c.Version >= version, $"version {version} of {area}");

    private async Task<List<JournalEntry>> JournalAsync(string place)
    {
        var entries = new List<JournalEntry>();
        await foreach (var entry in silo.Journal.ReadAsync(LedgerKey.Parse(RunningSilo.Key(place)), 0, TestContext.Current.CancellationToken))
            entries.Add(entry);
        return entries;
    }

    private async Task WriteBehindTheGrainAsync(string place, long sequence, Report report) => Assert.Empty(await silo.Journal.CommitAsync(
        [new(LedgerKey.Parse(RunningSilo.Key(place)), sequence, report.ReportId, Facts.Reporter, Facts.Start, Payload.Encode(report.Observations))],
        TestContext.Current.CancellationToken));

    private static long Sampled(PlaceCounts counts) => counts.Counts.AsSpan().Of("tests.sampled");
}
