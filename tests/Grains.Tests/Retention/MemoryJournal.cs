using System.Runtime.CompilerServices;
using GridGrains.Journal;

namespace GridGrains.Grains.Tests.Retention;

/// <summary>The journal of one leaf, in memory: what the thinking about purged ledgers needs of one.</summary>
internal sealed class MemoryJournal(IEnumerable<JournalEntry> entries) : IJournalStore
{
    private (long Through, string Totals)? totals;

    public List<JournalEntry> Entries { get; } = [.. entries];

    public async IAsyncEnumerable<JournalEntry> ReadAsync(LedgerKey ledger, long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.Yield();
        foreach (var entry in Entries.Where(e => e.Sequence > after))
            yield return entry;
    }

    public IAsyncEnumerable<JournalEntry> ReadSubtreeAsync(LedgerKey root, CancellationToken cancellation) => ReadAsync(root, 0, cancellation);

    public Task<JournalEntry?> FindAsync(LedgerKey ledger, long sequence, CancellationToken cancellation) =>
        Task.FromResult(Entries.FirstOrDefault(e => e.Sequence == sequence));

    public Task PurgeAsync(LedgerKey ledger, long through, string kept, CancellationToken cancellation)
    {
        for (var i = 0; i < through; i++)
            Entries[i] = Entries[i] with { Payload = default };
        totals = (through, kept);
        return Task.CompletedTask;
    }

    public Task<(long Through, string Totals)?> PurgedTotalsAsync(LedgerKey ledger, CancellationToken cancellation) => Task.FromResult(totals);

    public Task<IReadOnlySet<LedgerKey>> CommitAsync(IReadOnlyList<JournalEntry> batch, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<IReadOnlyDictionary<PlaceId, long>> HeadsAsync(string campaign, IReadOnlyCollection<PlaceId> places, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<IReadOnlySet<PlaceId>> WithEntriesAsync(IReadOnlyCollection<PlaceId> places, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<PlaceId>> UnpurgedAsync(string campaign, PlaceId? after, int limit, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task ProbeAsync(CancellationToken cancellation) => throw new NotSupportedException();
}
