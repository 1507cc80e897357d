using System.Collections.Concurrent;

namespace GridGrains.Cli;

/// <summary>Everybody who watches, and what they have seen of what was reported.</summary>
internal sealed class Audience
{
    private const int GatheredAtOnce = 64;
    private const int PlacesOfAWall = 20;
    private const int FewWatchers = 200;

    // Long enough for a total to come up a tree of any depth on a machine that is busy.
    private static readonly TimeSpan LastLook = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestGathering = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Prompt = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Unhurried = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly RunClock clock;
    private readonly Measurements measured;
    private readonly Watcher[] watchers;
    private readonly ConcurrentBag<Task> running = [];
    private readonly Dictionary<int, Sightings> leaves = [];
    private readonly Dictionary<LoadSeries, Sightings> probes = [];

    /// <param name="target">Where.</param>
    /// <param name="tree">The places.</param>
    /// <param name="crowd">How many watch.</param>
    /// <param name="reporting">The probes.</param>
    /// <param name="baseline">What places contained before.</param>
    /// <param name="clock">The run's time.</param>
    /// <param name="measured">Where times are counted.</param>
    public Audience(Target target, LoadTree tree, Crowd crowd, Probes reporting, Baseline baseline, RunClock clock, Measurements measured)
    {
        (this.clock, this.measured) = (clock, measured);
        LooksEvery = crowd.Walls + crowd.Phones <= FewWatchers ? Prompt : Unhurried;
        foreach (var (_, series) in reporting.All)
            probes[series] = new Sightings(1);
        var towns = tree.Areas.Where(area => area.Count(c => c == '.') == tree.Root.Count(c => c == '.') + 1).Take(PlacesOfAWall).ToList();
        var walls = Enumerable.Range(0, crowd.Walls).Select(_ => new Watcher(
            target, clock, [tree.Root, .. towns], tree.Root,
            [.. reporting.All.SelectMany(probe => new[] { tree.Root, towns.Find(town => IsAbove(town, probe.Leaf)) }.OfType<string>()
                .Select(place => SeatOf(place, probe.Series, place == tree.Root ? measured.RootStaleness : measured.AreaStaleness, baseline)))]));
        var phones = Enumerable.Range(0, crowd.Phones).Select(n => tree.Leaves[(int)((long)n * tree.Leaves.Length / crowd.Phones)]).Select(leaf => new Watcher(
            target, clock, [leaf.Id], null, [new Seat(leaf.Id, null, 0, SightingsOf(leaf, baseline), measured.LeafStaleness, measured)]));
        watchers = [.. walls, .. phones];
    }

    /// <summary>From one look for frames to the next.</summary>
    public TimeSpan LooksEvery { get; }

    /// <summary>All of them.</summary>
    public int Count => watchers.Length;

    /// <summary>Those who are connected and have a snapshot.</summary>
    public int Connected => watchers.Count(w => w.IsThere);

    /// <summary>Snapshots that came.</summary>
    public long Frames => watchers.Sum(w => w.Received);

    /// <summary>How often one could not connect or lost its connection, the storm left out.</summary>
    public int Failures => watchers.Sum(w => w.Failures);

    /// <summary>Reports that a watcher who should has not seen in the end.</summary>
    public int NeverSeen { get; private set; }

    /// <summary>Connects them all; ends when all have their first snapshot.</summary>
    public async Task GatherAsync(CancellationToken ending, CancellationToken cancellation)
    {
        var readers = new WatchReaders(LooksEvery, clock);
        running.Add(Task.Run(() => readers.RunAsync(ending), CancellationToken.None));
        running.Add(PingAsync(ending));
        using var places = new SemaphoreSlim(GatheredAtOnce);
        await Task.WhenAll(watchers.Select(async watcher =>
        {
            await places.WaitAsync(cancellation);
            running.Add(Task.Run(() => watcher.RunAsync(readers, measured.Return, ending), CancellationToken.None));
            try
            {
                await watcher.First.WaitAsync(LongestGathering, clock.Time, cancellation);
            }
            catch (TimeoutException)
            {
                throw new CommandFailure(ExitCode.OutOfReach, $"Of {Count} watchers {Count - Connected} could not watch within {LongestGathering.TotalSeconds:0} s.");
            }
            finally
            {
                places.Release();
            }
        }));
    }

    /// <summary>Ends when all have ended, as they were told.</summary>
    public Task EndedAsync() => Task.WhenAll(running);

    /// <summary>A report was acknowledged.</summary>
    public void Acknowledge(LoadReport report, long sequence)
    {
        if (leaves.TryGetValue(report.Leaf.Index, out var ofLeaf))
            ofLeaf.Number(sequence, report.Due, CountTime);
        if (report.Observations is [{ Series: var series, Value: var number }] && probes.TryGetValue(series, out var ofProbe))
            ofProbe.Number(number, report.Due, CountTime);
    }

    /// <summary>All lose their connection in this moment.</summary>
    public void Storm()
    {
        foreach (var watcher in watchers)
            watcher.Drop();
    }

    /// <summary>The age of the oldest acknowledged report that a watcher who should has not seen, in µs.</summary>
    public long OldestUnseen(long now)
    {
        var oldest = now;
        foreach (var watcher in watchers)
        {
            foreach (var seat in watcher.Seats)
                oldest = Math.Min(oldest, seat.OldestUnseen ?? now);
        }
        return now - oldest;
    }

    /// <summary>Waits for the last frames; what was never seen counts with the age it has then.</summary>
    public async Task FinishAsync(CancellationToken cancellation)
    {
        var until = clock.Now + (long)LastLook.TotalMicroseconds;
        while (clock.Now < until && watchers.Any(w => w.Seats.Any(s => s.OldestUnseen is not null)))
            await Task.Delay(Pause, clock.Time, cancellation);
        var now = clock.Now;
        NeverSeen = watchers.Sum(w => w.Seats.Sum(s => s.Age(now)));
    }

    private static bool IsAbove(string area, LoadLeaf leaf) => leaf.Id.StartsWith(area + ".", StringComparison.Ordinal);

    private Seat SeatOf(string place, LoadSeries series, Histogram into, Baseline baseline) =>
        new(place, Snapshots.NameOf(series.Sums[0]), baseline.CountOf(place, series.Sums[0]), probes[series], into, measured);

    private Sightings SightingsOf(LoadLeaf leaf, Baseline baseline)
    {
        if (!leaves.TryGetValue(leaf.Index, out var known))
            leaves.Add(leaf.Index, known = new Sightings(baseline.VersionOf(leaf.Id) + 1));
        return known;
    }

    private void CountTime(Histogram histogram, long time) => Seat.Count(measured, histogram, time);

    private async Task PingAsync(CancellationToken ending)
    {
        while (!ending.IsCancellationRequested)
        {
            await Task.Delay(PingInterval, clock.Time, ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var watcher in watchers)
            {
                if (!ending.IsCancellationRequested)
                    watcher.SendPing();
            }
        }
    }
}

/// <summary>Who watches.</summary>
/// <param name="Walls">Each watches the root and the areas below it.</param>
/// <param name="Phones">Each watches a grid.</param>
internal sealed record Crowd(int Walls, int Phones);
