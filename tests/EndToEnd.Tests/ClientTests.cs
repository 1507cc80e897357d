using System.Collections.Concurrent;
using GridGrains.Client;

namespace GridGrains.EndToEnd.Tests;

/// <summary>The .NET client against a running service.</summary>
public sealed class ClientTests
{
    private const string Campaign = "shengtang-test";
    private const string Town = "enping.shengtang";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ServiceKilledAndOutboxClosedInTheMiddle_EachReportIsCountedOnce_AndTheWatchGoesOn()
    {
        await using var home = new Home();
        await home.ServeAsync("--empty");
        await home.RunAsync(0, "import", Places.Scenario("shengtang"));
        using var client = new GridGrainsClient(home.Url, home.Token("steward", Town));
        var settled = new ConcurrentQueue<Settled>();
        var versions = new ConcurrentQueue<long>();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var watching = WatchAsync(client, versions.Enqueue, ending.Token);
        var directory = home.Data + "-outbox";

        using (var outbox = new Outbox(client, directory, settled.Enqueue))
        {
            using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            var sending = outbox.RunAsync(stopping.Token);
            await AddAsync(outbox, 0, 30);
            await Wait.UntilAsync("something is settled", () => !settled.IsEmpty);
            await home.Service.KillAsync();
            await AddAsync(outbox, 30, 30);
            await outbox.AddAsync(Campaign, Town, [], Cancellation); // an area takes no reports
            await stopping.CancelAsync();
            await sending;
            Assert.Throws<IOException>(() => new Outbox(client, directory));
        }

        await home.ServeAsync("--empty");
        using var again = new Outbox(client, directory, settled.Enqueue);
        Assert.InRange(again.Count, 31, 61);
        var rest = again.RunAsync(ending.Token);
        await Wait.UntilAsync("nothing waits any more", () => again.Count == 0);
        var refused = Assert.Single(settled, s => s.Problem is not null);
        Assert.Equal((Town, 422), (refused.Entry.Place, refused.Problem!.Status));
        Assert.Single(Directory.GetFiles(Path.Combine(directory, "refused")));
        Assert.Equal(60, settled.Where(s => s.Receipt is not null).DistinctBy(s => s.Entry.ReportId).Count());

        await Wait.UntilAsync("the watch has all of them", () => versions.LastOrDefault() == 60);
        Assert.Equal(versions.Order(), versions);
        var town = await client.SnapshotAsync(Campaign, Town, Cancellation);
        Assert.Equal((60, 60), (town.Version, town.Counts["tests.sampled"]));
        Assert.Equal(60, (await client.ChildrenAsync(Campaign, Town, Cancellation)).Children.Sum(c => c.Version));
        Assert.Contains(await client.CampaignsAsync(Cancellation), c => c.Id == Campaign);
        await home.RunAsync(0, "audit", "--campaign", Campaign, "--place", Town);
        await ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
        await rest;
    }

    [Fact]
    public async Task AWatchThatMayNotBe_EndsWithTheReason()
    {
        await using var home = new Home();
        await home.ServeAsync("--empty");
        using var client = new GridGrainsClient(home.Url, home.Token("viewer", "elsewhere"));
        var refused = await Assert.ThrowsAsync<RefusedException>(() => WatchAsync(client, _ => { }, Cancellation));
        Assert.Equal(403, refused.Problem.Status);
    }

    private static async Task WatchAsync(GridGrainsClient client, Action<long> seen, CancellationToken cancellation)
    {
        await foreach (var snapshot in client.WatchAsync(Campaign, [Town], cancellation))
            seen(snapshot.Version);
    }

    private static async Task AddAsync(Outbox outbox, int from, int count)
    {
        for (var n = from; n < from + count; n++)
        {
            var sampled = new Client.Observation("tests.sampled", $"T{n}", 1, TimeProvider.System.GetUtcNow().AddSeconds(-1));
            await outbox.AddAsync(Campaign, $"enping.shengtang.v0{1 + (n % 3)}.g01", [sampled], Cancellation);
        }
    }
}
