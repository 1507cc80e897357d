using Microsoft.Data.Sqlite;
using Xunit;

namespace GridGrains.Grains.Tests.Live;

public sealed class ClosingTests : IAsyncLifetime
{
    private const string Leaf = "a.v1.g1";

    private RunningSilo silo = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => silo = await RunningSilo.StartAsync(("Journal:QueueLimit", "1000"), ("Journal:RoomTimeout", "00:00:05"));

    public ValueTask DisposeAsync() => silo.DisposeAsync();

    [Fact]
    public async Task Report_CountedBeforeTheCampaignClosed_GetsItsFirstReceiptAlsoAfterARestart()
    {
        var report = Facts.Report(Facts.Sampled("T1", 10), Facts.Sampled("T1", 9, -1));
        var first = (await silo.Grid(Leaf).Report(report, Facts.Reporter)).Receipt!;
        await silo.CloseCampaignAsync();
        Assert.Equal(first with { Status = ReportStatus.Duplicate }, (await silo.Grid(Leaf).Report(report, Facts.Reporter)).Receipt);
        await silo.RestartWithoutSavedStateAsync();
        Assert.Equal(first with { Status = ReportStatus.Duplicate }, (await silo.Grid(Leaf).Report(report, Facts.Reporter)).Receipt);
        Assert.Equal(ReportRefusal.ReportIdTaken, (await silo.Grid(Leaf).Report(report, "somebody else")).Refusal);
        Assert.Equal(ReportRefusal.Closed, (await silo.Grid(Leaf).Report(Facts.Report(), Facts.Reporter)).Refusal);
    }

    [Fact]
    public async Task Close_WhileReportsWait_CountsThoseWithASequenceAndRefusesThoseWithout()
    {
        await silo.ReportAsync(Leaf);
        Task<ReportAnswer>[] onTheirWay;
        Task<ReportAnswer> again, waitingForRoom;
        await using (var other = new SqliteConnection($"Data Source={silo.DatabaseFile};Pooling=False"))
        {
            // Nothing can be committed while another holds the file's lock.
            await other.OpenAsync(Cancellation);
            await using var transaction = other.BeginTransaction(deferred: false);
            Report[] reports = [Full("a"), Full("b")];
            onTheirWay = [.. reports.Select(r => silo.Grid(Leaf).Report(r, Facts.Reporter))];
            waitingForRoom = silo.Grid(Leaf).Report(Facts.Report(Facts.Sampled("T1", 1)), Facts.Reporter);
            await silo.Grid(Leaf).Get();

            Close();
            again = silo.Grid(Leaf).Report(reports[0], Facts.Reporter);
            Assert.Equal(ReportRefusal.Closed, (await silo.Grid(Leaf).Report(Facts.Report(), Facts.Reporter)).Refusal);
            Assert.All(onTheirWay, answer => Assert.False(answer.IsCompleted));
            await transaction.RollbackAsync(Cancellation);
        }
        Assert.Equal([2, 3], (await Task.WhenAll(onTheirWay)).Select(a => a.Receipt!.Sequence));
        Assert.Equal((2, ReportStatus.Duplicate), ((await again).Receipt!.Sequence, (await again).Receipt!.Status));
        Assert.Equal(ReportRefusal.Closed, (await waitingForRoom).Refusal);
        Assert.Equal(3, (await silo.Grid(Leaf).Get()).Version);
    }

    private static Report Full(string subjects) => Facts.Report([.. Enumerable.Range(0, 500).Select(i => Facts.Sampled($"{subjects}{i}", 1))]);

    // Heard of by this silo without a commit, which would have to wait for the lock too.
    private void Close()
    {
        var city = silo.CurrentCity.Value;
        silo.CurrentCity.Take(new(
            city.Version + 1,
            [.. city.Roots.SelectMany(r => r.Subtree()).Select(n => n.Place)],
            city.Posts,
            [.. city.Campaigns.Select(c => c with { State = CampaignState.Closed })]));
    }
}
