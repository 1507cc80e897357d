using System.Runtime.CompilerServices;
using System.Threading.Channels;
using GridGrains.Journal;
using Xunit;

namespace GridGrains.Grains.Tests.Journal;

/// <summary>A journal in memory whose commits wait until they are let through, each with an outcome of the test's choice.</summary>
internal sealed class HeldStore : IJournalStore
{
    private readonly Channel<IReadOnlyList<JournalEntry>> arrived = Channel.CreateUnbounded<IReadOnlyList<JournalEntry>>();
    private TaskCompletionSource<IReadOnlySet<LedgerKey>>? held;

    public List<IReadOnlyList<JournalEntry>> Batches { get; } = [];

    public IEnumerable<JournalEntry> Entries => Batches.SelectMany(b => b);

    /// <summary>Whether it pays no heed to being told to stop.</summary>
    public bool IsDeaf { get; set; }

    /// <summary>The next batch, once it has come to the store; a time-out after 10 s.</summary>
    public async Task<IReadOnlyList<JournalEntry>> NextBatchAsync() => await arrived.Reader
        .ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

    public void LetThrough(params LedgerKey[] fenced) => held!.SetResult(fenced.ToHashSet());

    public void Fail() => held!.SetException(new IOException("the database is gone"));

    public Task<IReadOnlySet<LedgerKey>> CommitAsync(IReadOnlyList<JournalEntry> batch, CancellationToken cancellation)
    {
        held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Batches.Add([.. batch]);
        arrived.Writer.TryWrite(Batches[^1]);
        return IsDeaf ? held.Task : held.Task.WaitAsync(cancellation);
    }

    public async IAsyncEnumerable<JournalEntry> ReadAsync(LedgerKey ledger, long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.Yield();
        foreach (var entry in Entries.Where(e => e.Ledger == ledger && e.Sequence > after))
            yield return entry;
    }

    public Task<JournalEntry?> FindAsync(LedgerKey ledger, long sequence, CancellationToken cancellation) => throw new NotSupportedException();

    public IAsyncEnumerable<JournalEntry> ReadSubtreeAsync(LedgerKey root, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<IReadOnlyDictionary<PlaceId, long>> HeadsAsync(string campaign, IReadOnlyCollection<PlaceId> places, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<IReadOnlySet<PlaceId>> WithEntriesAsync(IReadOnlyCollection<PlaceId> places, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<PlaceId>> UnpurgedAsync(string campaign, PlaceId? after, int limit, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task PurgeAsync(LedgerKey ledger, long through, string totals, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<(long Through, string Totals)?> PurgedTotalsAsync(LedgerKey ledger, CancellationToken cancellation) => throw new NotSupportedException();

    public Task ProbeAsync(CancellationToken cancellation) => throw new NotSupportedException();
}
