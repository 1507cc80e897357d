using System.Text;
using System.Text.Json;
using GridGrains.Grid;
using GridGrains.Journal;
using GridGrains.Recounting;
using Xunit;

namespace GridGrains.Grains.Tests.Live;

public sealed class RetentionTests : IAsyncLifetime
{
    private static readonly string[] Leaves = ["a.v1.g1", "a.v1.g2", "a.v2.g3", "a.v1.desk"];
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    private readonly ShiftedTime time = new();
    private RunningSilo silo = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => silo = await RunningSilo.StartAsync(time, ("Retention:CheckInterval", "00:00:01"));

    public ValueTask DisposeAsync() => silo.DisposeAsync();

    [Fact]
    public async Task Purge_WhenItsTimeHasCome_TakesTheSubjectsAndKeepsAllElse()
    {
        var sent = await ReportADayAsync();
        // So that some of it is in saved state, and some leaves sleep.
        await silo.RestartAsync();
        await silo.ReportAsync(Leaves[0], Facts.Sampled("veiled-late", 2, 99));
        await silo.CloseCampaignAsync();
        var before = await LookAsync();

        time.Advance(Kept);
        await PurgedAsync();
        await AssertKeptAsync(before, sent);
        await AssertNoSubjectIsLeftAsync();

        await silo.RestartWithoutSavedStateAsync();
        await AssertKeptAsync(before, sent);
    }

    [Fact]
    public async Task Purge_WhileThePlacesAreRead_NeverShowsAnotherNumber()
    {
        await ReportADayAsync();
        await silo.CloseCampaignAsync();
        var before = (await LookAsync()).Counts;
        time.Advance(Kept);
        var purged = PurgedAsync();
        do
        {
            Assert.Equal(before, (await LookAsync()).Counts);
            Assert.True((await silo.Recounter("a").Audit()).Matches);
        }
        while (!purged.IsCompleted);
        await purged;
        Assert.Equal(before, (await LookAsync()).Counts);
    }

    [Fact]
    public async Task PurgeSubjects_ManyTimesAtOnceAndAgain_KeepsTheSame()
    {
        var sent = await ReportADayAsync();
        await silo.CloseCampaignAsync();
        var before = await LookAsync();
        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => silo.Grid(Leaves[i % Leaves.Length]).PurgeSubjects()));
        await PurgedAsync();
        var kept = await KeptAsync();
        foreach (var leaf in Leaves)
            Assert.True(await silo.Grid(leaf).PurgeSubjects());
        Assert.Equal(kept, await KeptAsync());
        await AssertKeptAsync(before, sent);
    }

    [Theory]
    [InlineData("grain_state")]
    [InlineData("journal_totals")]
    public async Task Purge_ThatEndsHalfWay_IsDoneTheNextTime(string unwritable)
    {
        var sent = await ReportADayAsync();
        await silo.RestartAsync();
        await silo.CloseCampaignAsync();
        var before = await LookAsync();
        await ExecuteAsync($"ALTER TABLE {unwritable} RENAME TO away");
        foreach (var leaf in Leaves)
            await Assert.ThrowsAnyAsync<Exception>(() => silo.Grid(leaf).PurgeSubjects());
        await ExecuteAsync($"ALTER TABLE away RENAME TO {unwritable}");
        Assert.Equal(Leaves.Length, (await silo.Journal.UnpurgedAsync(RunningSilo.Campaign, null, 10, Cancellation)).Count);

        time.Advance(Kept);
        await PurgedAsync();
        await AssertKeptAsync(before, sent);
        await AssertNoSubjectIsLeftAsync();
    }

    [Fact]
    public async Task PurgeSubjects_OfAnOpenCampaign_IsNotDone()
    {
        await silo.ReportAsync(Leaves[0], Facts.Sampled("T1", 10));
        Assert.False(await silo.Grid(Leaves[0]).PurgeSubjects());
        Assert.NotEmpty((await silo.Grid(Leaves[0]).Subjects(null, null, 10))!.Value);
    }

    [Fact]
    public async Task Put_OfAPurgedCampaign_DoesNotOpenIt()
    {
        await silo.ReportAsync(Leaves[0], Facts.Sampled("T1", 10));
        await silo.CloseCampaignAsync();
        Assert.True(await silo.Grid(Leaves[0]).PurgeSubjects());
        var put = City.CityFacts.Campaign(RunningSilo.Campaign, RunningSilo.Root) with { Title = "again", State = CampaignState.Open };
        Assert.Empty((await silo.Grains.GetGrain<ICityGrain>(0).PutCampaign(put, "test")).Errors);
        await silo.FollowCityAsync();
        Assert.Equal(ReportRefusal.Closed, (await silo.Grid(Leaves[0]).Report(Facts.Report(Facts.Sampled("T1", 20, 9)), Facts.Reporter)).Refusal);
    }

    [Fact]
    public async Task Purge_OfALedgerThatGotALateRow_IsDoneAgain()
    {
        await silo.ReportAsync(Leaves[0], Facts.Sampled("T1", 10));
        await silo.CloseCampaignAsync();
        Assert.True(await silo.Grid(Leaves[0]).PurgeSubjects());
        var late = Facts.Report(Facts.Sampled("T2", 5));
        Assert.Empty(await silo.Journal.CommitAsync(
            [new(Key(Leaves[0]), 2, late.ReportId, "a silo cut off", Facts.Start, Payload.Encode(late.Observations))], Cancellation));
        Assert.Equal([PlaceId.Parse(Leaves[0])], await silo.Journal.UnpurgedAsync(RunningSilo.Campaign, null, 10, Cancellation));
        time.Advance(Kept);
        await PurgedAsync();
        await Eventually.IsAsync(() => silo.Area("a").Get(), c => c is { Version: 2 } && c.Counts.AsSpan().Of("tests.sampled") == 15, "both reports at the root");
        Assert.True((await silo.Recounter("a").Audit()).Matches);
    }

    private static LedgerKey Key(string place) => LedgerKey.Parse(RunningSilo.Key(place));

    private async Task<List<(string Leaf, Report Report, Receipt Receipt)>> ReportADayAsync()
    {
        var sent = new List<(string, Report, Receipt)>();
        for (var i = 0; i < 40; i++)
        {
            var report = Facts.Report(
                Facts.Sampled($"veiled-{i % 12}", 1 + (i % 20), i), Facts.Sampled("veiled-again", i % 20, i), Facts.Sampled("veiled-early", 3, -i),
                new("issues", $"veiled-{i % 3}", 1 + (i % 4), Facts.Start.AddSeconds(i)));
            var leaf = Leaves[i % Leaves.Length];
            sent.Add((leaf, report, (await silo.Grid(leaf).Report(report, Facts.Reporter)).Receipt!));
        }
        await Eventually.IsAsync(() => silo.Area("a").Get(), c => c.Version == 40, "all 40 reports at the root");
        return sent;
    }

    // In the journal first, and then in the leaves that are awake.
    private async Task PurgedAsync()
    {
        await Eventually.IsAsync(() => silo.Journal.UnpurgedAsync(RunningSilo.Campaign, null, 10, Cancellation), left => left.Count == 0, "every ledger purged");
        foreach (var leaf in Leaves)
            await Eventually.IsAsync(() => silo.Grid(leaf).Subjects(null, null, 10), page => page is null or { IsEmpty: true }, $"{leaf} without subjects");
    }

    private async Task<Look> LookAsync()
    {
        var counts = new List<string>();
        foreach (var area in (string[])["a", "a.v1", "a.v2"])
        {
            var family = await silo.Area(area).Children();
            counts.AddRange(family.Children.Append(family.Area).Select(Text));
        }
        foreach (var leaf in Leaves)
            counts.Add(Text(await silo.Grid(leaf).Get()));
        var end = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(1);
        var history = await silo.Recounter("a").History("tests.sampled", TimeSpan.FromSeconds(1), end.AddMinutes(-10), end);
        return new(string.Join('\n', counts), string.Join(' ', history.Select(p => p.Value).Where(v => v > 0).Distinct()));

        // Without what follows from the day alone.
        static string Text(PlaceCounts c) => $"{c.Place} {c.Version} {string.Join(' ', Comparison.Confirmable(c.Counts).AsSpan().ToArray())}";
    }

    private async Task AssertKeptAsync(Look before, List<(string Leaf, Report Report, Receipt Receipt)> sent)
    {
        foreach (var (leaf, report, receipt) in sent)
        {
            var duplicate = ReportAnswer.Counted(receipt with { Status = ReportStatus.Duplicate });
            Assert.Equal(duplicate, await silo.Grid(leaf).Report(report, Facts.Reporter));
            Assert.Equal(duplicate, await silo.Grid(leaf).Report(report with { Observations = [] }, Facts.Reporter));
            Assert.Equal(ReportRefusal.ReportIdTaken, (await silo.Grid(leaf).Report(report, "somebody else")).Refusal);
        }
        Assert.Equal(ReportRefusal.Closed, (await silo.Grid(Leaves[0]).Report(Facts.Report(), Facts.Reporter)).Refusal);
        Assert.Null(await silo.Grid(Leaves[0]).Subjects(null, null, 10));
        Assert.Equal(before, await LookAsync());
        foreach (var place in (string[])["a", "a.v1", Leaves[0]])
        {
            var audit = await silo.Recounter(place).Audit();
            Assert.True(audit.Matches, $"{place}: {string.Join(", ", audit.Differences)}");
        }
    }

    private async Task AssertNoSubjectIsLeftAsync()
    {
        var files = await silo.RestartAndReadFilesAsync();
        Assert.Equal(-1, files.AsSpan().IndexOf("veiled"u8));
        await foreach (var entry in silo.Journal.ReadSubtreeAsync(Key("a"), Cancellation))
            Assert.True(entry.Payload.IsEmpty);
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={silo.DatabaseFile};Pooling=False");
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "select payload from grain_state where state = 'grid'";
        await using var rows = await command.ExecuteReaderAsync(Cancellation);
        var leaves = 0;
        for (; await rows.ReadAsync(Cancellation); leaves++)
            Assert.DoesNotContain("veiled", Encoding.Latin1.GetString(JsonSerializer.Deserialize<SavedGrid>((byte[])rows[0])!.Ledger), StringComparison.Ordinal);
        Assert.Equal(Leaves.Length, leaves);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={silo.DatabaseFile};Pooling=False");
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private async Task<string> KeptAsync()
    {
        var kept = new List<string>();
        foreach (var leaf in Leaves)
            kept.Add($"{await silo.Journal.PurgedTotalsAsync(Key(leaf), Cancellation)}");
        return string.Join('\n', kept);
    }

    private sealed record Look(string Counts, string History);
}
