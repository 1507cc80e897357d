using System.Threading.RateLimiting;

namespace GridGrains.Journal;

/// <summary>
/// The right of one activation to append to its ledger, in the order of the sequence. The first append that is not known to be
/// durable ends it: everything after it is refused, so that a ledger never has a gap, and the activation replays.
/// </summary>
public sealed class JournalWriter
{
    private readonly GroupCommit group;
    private volatile bool broken;

    internal JournalWriter(GroupCommit group) => this.group = group;

    /// <summary>Whether an append has failed, so that no further one can succeed.</summary>
    public bool IsBroken => broken;

    /// <summary>Queues an entry whose room has been waited for; the room is given back when the outcome is there.</summary>
    public Task<AppendOutcome> Append(JournalEntry entry, RateLimitLease room)
    {
        var append = new PendingAppend(this, entry, room);
        if (broken || !group.TryQueue(append))
            append.End(AppendOutcome.Fenced);
        return append.Task;
    }

    internal void Break() => broken = true;
}
