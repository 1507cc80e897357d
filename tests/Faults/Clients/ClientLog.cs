using System.Collections.Concurrent;
using System.Diagnostics;

namespace GridGrains.Faults;

/// <summary>What the clients know: every send and how it ended. Safe for any number of clients at once.</summary>
internal sealed class ClientLog
{
    private readonly ConcurrentDictionary<(Ledger Ledger, Guid ReportId, string Text), History> histories = new();
    private readonly long begun = Stopwatch.GetTimestamp();
    private readonly Lock faults = new();
    private TimeSpan? struckAt;
    private TimeSpan longestToAcknowledge;
    private int struck;
    private long acknowledged;
    private long refused;
    private long unknown;
    private long invoked;

    /// <summary>The log's clock.</summary>
    public TimeSpan Now => Stopwatch.GetElapsedTime(begun);

    /// <summary>All that was ever sent.</summary>
    public IEnumerable<History> Histories => histories.Values;

    /// <summary>Sends answered with a receipt.</summary>
    public long Acknowledged => Interlocked.Read(ref acknowledged);

    /// <summary>Sends that were refused.</summary>
    public long Refused => Interlocked.Read(ref refused);

    /// <summary>Sends whose outcome nobody told.</summary>
    public long Unknown => Interlocked.Read(ref unknown);

    /// <summary>All sends.</summary>
    public long Invoked => Interlocked.Read(ref invoked);

    /// <summary>How many faults were struck.</summary>
    public int Faults => struck;

    /// <summary>The longest time from a fault to the first receipt of a report that was sent after it.</summary>
    public TimeSpan LongestToAcknowledge => longestToAcknowledge;

    /// <summary>A fault strikes now.</summary>
    public void Strike()
    {
        lock (faults)
        {
            struckAt ??= Now;
            struck++;
        }
    }

    /// <summary>A report is sent; to be called before it is.</summary>
    public Call Invoke(Sending sending)
    {
        Interlocked.Increment(ref invoked);
        var history = histories.GetOrAdd((sending.Ledger, sending.ReportId, sending.Text), static (_, s) => new History(s), sending);
        var at = Now;
        history.Add(new(Ending.Invoked, 0, at), null);
        return new Call(this, history, at);
    }

    private void Heard(TimeSpan invokedAt)
    {
        lock (faults)
        {
            if (struckAt is not { } at || invokedAt < at)
                return;
            struckAt = null;
            longestToAcknowledge = Now - at > longestToAcknowledge ? Now - at : longestToAcknowledge;
        }
    }

    /// <summary>One send that is under way.</summary>
    internal readonly struct Call(ClientLog log, History history, TimeSpan at)
    {
        public void Ok(Receipt receipt)
        {
            Interlocked.Increment(ref log.acknowledged);
            history.Add(new(Ending.Ok, 200, log.Now), receipt);
            log.Heard(at);
        }

        public void Refused(int code)
        {
            Interlocked.Increment(ref log.refused);
            history.Add(new(Ending.Refused, code, log.Now), null);
        }

        public void Unknown(int code)
        {
            Interlocked.Increment(ref log.unknown);
            history.Add(new(Ending.Unknown, code, log.Now), null);
        }
    }
}

/// <summary>What became of one report, send by send.</summary>
internal sealed class History(Sending sending)
{
    private readonly List<ClientEvent> events = [];
    private readonly List<Receipt> receipts = [];

    /// <summary>The report.</summary>
    public Sending Sending { get; } = sending;

    /// <summary>Its events so far.</summary>
    public IReadOnlyList<ClientEvent> Events => Copy(events);

    /// <summary>Its receipts so far.</summary>
    public IReadOnlyList<Receipt> Receipts => Copy(receipts);

    internal void Add(ClientEvent entry, Receipt? receipt)
    {
        lock (events)
        {
            events.Add(entry);
            if (receipt is { } got)
                receipts.Add(got);
        }
    }

    private T[] Copy<T>(List<T> list)
    {
        lock (events)
            return [.. list];
    }
}
