using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;

namespace GridGrains.Faults;

/// <summary>Many connections to a service, which report at a rate whether or not the service keeps up, or as fast as it answers.</summary>
internal sealed class Crowd : IDisposable
{
    private readonly RawConnection[] connections;

    private Crowd(RawConnection[] connections) => this.connections = connections;

    /// <summary>Ids acknowledged so far; only between runs.</summary>
    public IEnumerable<Guid> Acknowledged => connections.SelectMany(c => c.Acknowledged);

    /// <summary>Sends without an answer so far.</summary>
    public int Unanswered => connections.Sum(c => c.Unanswered);

    /// <summary>Opens so many connections.</summary>
    public static async Task<Crowd> GatherAsync(Target target, int connections, CancellationToken cancellation)
    {
        var token = target.Tokens.Issue("crowd", "reporter", FaultCity.Root);
        var reports = FaultCity.Ledgers.Select(l => new RawReport(l, token)).ToArray();
        var address = new IPEndPoint(IPAddress.Loopback, target.Gateways[0].Port);
        var crowd = new Crowd([.. Enumerable.Range(0, connections).Select(_ => new RawConnection(address, reports))]);
        foreach (var connection in crowd.connections)
            await connection.ConnectAsync(cancellation);
        return crowd;
    }

    /// <summary>So many connections each send the next report when the last one is answered.</summary>
    public async Task<Tally> AsFastAsAnsweredAsync(int most, TimeSpan length)
    {
        var tally = new Tally(length);
        var begun = Stopwatch.GetTimestamp();
        await Task.WhenAll(connections.Take(most).Select(connection => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(begun) < length)
            {
                tally.Offer();
                var (status, took) = await connection.SendAsync();
                tally.Add(status, took);
                if (status == 0)
                    return;
            }
        })));
        return tally;
    }

    /// <summary>So many reports a second, on whatever connection is free.</summary>
    public async Task<Tally> AtRateAsync(double rate, TimeSpan length)
    {
        var tally = new Tally(length);
        var free = new ConcurrentStack<RawConnection>(connections);
        var under = 0;
        var begun = Stopwatch.GetTimestamp();
        for (long sent = 0; Stopwatch.GetElapsedTime(begun) is var elapsed && elapsed < length;)
        {
            for (var due = (long)(elapsed.TotalSeconds * rate); sent < due; sent++)
            {
                tally.Offer();
                if (free.TryPop(out var connection))
                {
                    Interlocked.Increment(ref under);
                    _ = SendAsync(connection);
                }
                else
                {
                    tally.Unsent();
                }
            }
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
        await Wait.UntilAsync("every report is answered", () => Volatile.Read(ref under) == 0);
        return tally;

        async Task SendAsync(RawConnection connection)
        {
            var (status, took) = await connection.SendAsync();
            tally.Add(status, took);
            if (status != 0)
                free.Push(connection);
            Interlocked.Decrement(ref under);
        }
    }

    public void Dispose()
    {
        foreach (var connection in connections)
            connection.Dispose();
    }
}

/// <summary>What a crowd was told.</summary>
internal sealed class Tally(TimeSpan length)
{
    private const double StepMs = 0.5;

    private readonly long[] steps = new long[20_001];
    private long offered;
    private long unsent;
    private long acknowledged;
    private long refused;
    private long other;
    private long longest;

    /// <summary>Reports that were due.</summary>
    public long Offered => offered;

    /// <summary>Of these, those for which no connection was free: all of them waited for answers.</summary>
    public long NotSent => unsent;

    /// <summary>Answered with a receipt.</summary>
    public long Acknowledged => acknowledged;

    /// <summary>Answered 503.</summary>
    public long Refused => refused;

    /// <summary>Answered otherwise, or not at all.</summary>
    public long Other => other;

    /// <summary>Acknowledged in a second.</summary>
    public double Rate => acknowledged / length.TotalSeconds;

    /// <summary>The longest answer of any kind.</summary>
    public TimeSpan Longest => new(longest);

    public void Offer() => Interlocked.Increment(ref offered);

    public void Unsent() => Interlocked.Increment(ref unsent);

    public void Add(int status, TimeSpan took)
    {
        Interlocked.Increment(ref status == 200 ? ref acknowledged : ref status == 503 ? ref refused : ref other);
        if (status == 200)
            Interlocked.Increment(ref steps[Math.Min((int)(took.TotalMilliseconds / StepMs), steps.Length - 1)]);
        for (var known = Interlocked.Read(ref longest); took.Ticks > known; known = Interlocked.Read(ref longest))
            Interlocked.CompareExchange(ref longest, took.Ticks, known);
    }

    /// <summary>The time, in ms, within which this share of receipts came.</summary>
    public double Percentile(double share)
    {
        var left = (long)Math.Ceiling(acknowledged * share);
        for (var i = 0; i < steps.Length; i++)
        {
            left -= steps[i];
            if (left <= 0)
                return (i + 1) * StepMs;
        }
        return double.NaN;
    }
}
