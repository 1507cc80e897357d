using System.Net.Sockets;
using System.Text;

namespace GridGrains.Cli;

/// <summary>A wall or a phone: watches, and comes back for ever with growing pauses that are never in step, as they do.</summary>
internal sealed class Watcher
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    private readonly Target target;
    private readonly RunClock clock;
    private readonly Seat[] seats;
    private readonly byte[][] calls;
    private readonly TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile WatchLink? link;
    private long frames;
    private bool hasSnapshot;
    private long returning = -1;

    /// <param name="target">Where.</param>
    /// <param name="clock">The run's time.</param>
    /// <param name="places">What it watches.</param>
    /// <param name="tree">The tree that it watches besides, if any.</param>
    /// <param name="seats">What is measured at it.</param>
    public Watcher(Target target, RunClock clock, IReadOnlyList<string> places, string? tree, Seat[] seats)
    {
        (this.target, this.clock, this.seats) = (target, clock, seats);
        var watch = $$"""{"type":1,"invocationId":"1","target":"Watch","arguments":["{{target.Campaign}}",["{{string.Join("\",\"", places)}}"]]}""";
        var watchTree = $$"""{"type":1,"invocationId":"2","target":"WatchTree","arguments":["{{target.Campaign}}","{{tree}}",["tests.sampled"],2]}""";
        calls = [Frames.Text(Encoding.ASCII.GetBytes(watch)), .. tree is null ? [] : new[] { Frames.Text(Encoding.ASCII.GetBytes(watchTree)) }];
    }

    /// <summary>What is measured at it.</summary>
    public IReadOnlyList<Seat> Seats => seats;

    /// <summary>Ends with its first snapshot.</summary>
    public Task First => first.Task;

    /// <summary>Whether it is connected and has a snapshot.</summary>
    public bool IsThere => hasSnapshot;

    /// <summary>Records that came, pings left out.</summary>
    public long Received => Volatile.Read(ref frames);

    /// <summary>How often it could not connect, or the connection broke.</summary>
    public int Failures { get; private set; }

    /// <summary>Keeps watching until it is cancelled.</summary>
    public async Task RunAsync(WatchReaders readers, Histogram returns, CancellationToken cancellation)
    {
        var pause = ShortestPause;
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                using var opened = await WatchLink.OpenAsync(target, record => Take(record, returns), calls, cancellation);
                link = opened;
                pause = ShortestPause;
                if (opened.Socket is not null)
                    readers.Join(opened);
                await (opened.Socket is null ? opened.ReadAllAsync(cancellation) : opened.Closed.WaitAsync(cancellation));
                hasSnapshot = false;
                // Whom the storm threw out comes back at once, as all do.
                if (Volatile.Read(ref returning) >= 0)
                    continue;
            }
            catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
            {
                // Whatever ended it, the next attempt follows.
            }
            Failures++;
            await Task.Delay(pause * (0.5 + (Random.Shared.NextDouble() / 2)), clock.Time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>Loses its connection, and returns at once.</summary>
    public void Drop()
    {
        Volatile.Write(ref returning, clock.Now);
        link?.Dispose();
    }

    /// <summary>Stays connected.</summary>
    public void SendPing() => link?.SendPing();

    private void Take(ReadOnlySpan<byte> record, Histogram returns)
    {
        var isAnswer = record.IndexOf("\"type\":3"u8) >= 0;
        if (!isAnswer && record.IndexOf("\"snapshot\""u8) < 0)
            return;
        var now = clock.Now;
        frames++;
        if (isAnswer && record.IndexOf("\"error\":"u8) >= 0)
            first.TrySetException(new CommandFailure(ExitCode.NotSo, $"The hub refuses to be watched: {Encoding.UTF8.GetString(record)}"));
        else if (isAnswer && !hasSnapshot)
            Arrive(now, returns);
        for (var rest = record; seats.Length > 0 && Snapshots.TryNext(ref rest, out var place, out var snapshot);)
            Look(place, snapshot, now);
    }

    private void Arrive(long now, Histogram returns)
    {
        hasSnapshot = true;
        if (Interlocked.Exchange(ref returning, -1) is >= 0 and var since)
            returns.Add(now - since);
        first.TrySetResult();
    }

    private void Look(ReadOnlySpan<byte> place, ReadOnlySpan<byte> snapshot, long now)
    {
        foreach (var seat in seats)
        {
            if (place.SequenceEqual(seat.PlaceBytes))
                seat.Look(snapshot, now);
        }
    }
}
