using System.Collections.Concurrent;
using Xunit;

namespace GridGrains.Grains.Tests.Live;

public sealed class RollUpTests : IAsyncLifetime
{
    private RunningSilo silo = null!;

    public async ValueTask InitializeAsync() => silo = await RunningSilo.StartAsync();

    public ValueTask DisposeAsync() => silo.DisposeAsync();

    [Fact]
    public async Task Children_WhileReportsComeIn_SumToTheirAreaAndNoVersionFalls()
    {
        using var stop = new CancellationTokenSource();
        var reporting = Enumerable.Range(0, 6).Select(n => Task.Run(async () =>
        {
            for (var i = 0; i < 200; i++)
                await silo.ReportAsync($"a.v{1 + (n / 3)}.g{1 + (n % 3)}", Facts.Sampled($"T{i}", 1 + (i % 20)), Facts.Sampled("again", i % 20, i));
        })).ToList();
        var all = Task.WhenAll(reporting);
        // By who says it: a village knows its newest version a little before the town does.
        var versions = new Dictionary<(string Viewer, PlaceId Place), long>();
        var looks = 0;
        while (!all.IsCompleted)
        {
            foreach (var area in new[] { "a", "a.v1", "a.v2" })
            {
                var family = await silo.Area(area).Children();
                Assert.Equal(family.Area.Version, family.Children.Sum(c => c.Version));
                for (var i = 0; i < Catalogue.Current.Counts.Length; i++)
                    Assert.Equal(family.Area.Counts[i], family.Children.Sum(c => c.Counts[i]));
                foreach (var counts in family.Children.Append(family.Area))
                {
                    var before = versions.GetValueOrDefault((area, counts.Place));
                    Assert.True(counts.Version >= before, $"{counts.Place} fell from {before} to {counts.Version}");
                    versions[(area, counts.Place)] = counts.Version;
                }
                looks++;
            }
        }
        await all;
        Assert.True(looks > 3, "the reports were in before anyone looked");
        var root = await Eventually.IsAsync(() => silo.Area("a").Get(), c => c.Version == 1200, "all 1,200 reports at the root");
        Assert.True((await silo.Recounter("a").Audit()).Matches, $"{root.Counts}");
    }

    [Fact]
    public async Task Watch_GivesThePresentAndThenOnlyNewer()
    {
        await silo.ReportAsync("a.v1.g1", Facts.Sampled("T1", 10));
        await Eventually.IsAsync(() => silo.Area("a").Get(), c => c.Version == 1, "the first report at the root");
        var watcher = new Watcher();
        var first = await silo.Area("a").Watch(silo.Grains.CreateObjectReference<IPlaceObserver>(watcher), withChildren: true);
        Assert.Equal((1, 2), (first.Area.Version, first.Children.Length));

        for (var i = 0; i < 50; i++)
            await silo.ReportAsync("a.v2.g1", Facts.Sampled($"T{i}", 10));
        await Eventually.IsAsync(
            () => Task.FromResult(watcher.Frames.Select(f => f.Area.Version).DefaultIfEmpty().Max()), v => v == 51, "version 51 at the watcher");
        // One-way calls may overtake each other; to put them in order is the watcher's part.
        Assert.All(watcher.Frames, f => Assert.True(f.Area.IsNewerThan(first.Area)));
        Assert.All(watcher.Frames.SelectMany(f => f.Children), c => Assert.Equal("a.v2", c.Place.Value));
        GC.KeepAlive(watcher);
    }

    [Fact]
    public async Task Watch_Ended_HearsNoMore()
    {
        var watcher = new Watcher();
        var reference = silo.Grains.CreateObjectReference<IPlaceObserver>(watcher);
        await silo.Grid("a.v1.g1").Watch(reference, withChildren: false);
        await silo.ReportAsync("a.v1.g1");
        await Eventually.IsAsync(() => Task.FromResult(watcher.Frames.Count), n => n == 1, "the first frame");
        await silo.Grid("a.v1.g1").Unwatch(reference);
        await silo.ReportAsync("a.v1.g1");
        // A second watcher that does hear shows that the frame has been sent.
        var other = new Watcher();
        await silo.Grid("a.v1.g1").Watch(silo.Grains.CreateObjectReference<IPlaceObserver>(other), withChildren: false);
        await silo.ReportAsync("a.v1.g1");
        await Eventually.IsAsync(() => Task.FromResult(other.Frames.Select(f => f.Area.Version).DefaultIfEmpty().Max()), v => v == 3, "the third report at the other watcher");
        Assert.Single(watcher.Frames);
        GC.KeepAlive(other);
    }

    private sealed class Watcher : IPlaceObserver
    {
        public ConcurrentQueue<PlaceFamily> Frames { get; } = [];

        public void Changed(string campaign, PlaceFamily changed) => Frames.Enqueue(changed);
    }
}
