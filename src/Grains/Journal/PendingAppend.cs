using System.Threading.RateLimiting;

namespace GridGrains.Journal;

/// <summary>An entry on its way to the disk. It is its own completion source: one allocation for each report.</summary>
internal sealed class PendingAppend(JournalWriter writer, JournalEntry entry, RateLimitLease room)
    : TaskCompletionSource<AppendOutcome>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public JournalWriter Writer => writer;

    public JournalEntry Entry => entry;

    public void End(AppendOutcome outcome)
    {
        if (outcome != AppendOutcome.Committed)
            writer.Break();
        room.Dispose();
        TrySetResult(outcome);
    }
}
