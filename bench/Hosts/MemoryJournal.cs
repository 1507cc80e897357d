using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using GridGrains.Journal;

namespace GridGrains.Bench.Hosts;

/// <summary>
/// A journal that keeps nothing after the process, so that what durability costs can be seen. It is only here, in the benchmark, and replaces the store of a host that
/// the benchmark makes itself; no setting of the service reaches it.
/// </summary>
internal sealed class MemoryJournal : IJournalStore
{
    private readonly ConcurrentDictionary<LedgerKey, List<JournalEntry>> ledgers = new();

    public Task<IReadOnlySet<LedgerKey>> CommitAsync(IReadOnlyList<JournalEntry> batch, CancellationToken cancellation)
    {
        foreach (var entry in batch)
        {
            var entries = ledgers.GetOrAdd(entry.Ledger, static _ => []);
            lock (entries)
                entries.Add(entry);
        }
        return Task.FromResult<IReadOnlySet<LedgerKey>>(new HashSet<LedgerKey>());
    }

    public async IAsyncEnumerable<JournalEntry> ReadAsync(LedgerKey ledger, long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        foreach (var entry in Of(ledger).Where(e => e.Sequence > after))
            yield return entry;
    }

    public Task<JournalEntry?> FindAsync(LedgerKey ledger, long sequence, CancellationToken cancellation) =>
        Task.FromResult(Of(ledger).FirstOrDefault(e => e.Sequence == sequence));

    public async IAsyncEnumerable<JournalEntry> ReadSubtreeAsync(LedgerKey root, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        foreach (var ledger in ledgers.Keys.Where(k => k.Campaign == root.Campaign && k.Place.IsWithin(root.Place)))
        {
            foreach (var entry in Of(ledger))
                yield return entry;
        }
    }

    public Task<IReadOnlyDictionary<PlaceId, long>> HeadsAsync(string campaign, IReadOnlyCollection<PlaceId> places, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyDictionary<PlaceId, long>>(places.Select(p => (Place: p, Entries: Of(new(campaign, p)))).Where(p => p.Entries.Length > 0)
            .ToDictionary(p => p.Place, p => (long)p.Entries.Length));

    public Task<IReadOnlySet<PlaceId>> WithEntriesAsync(IReadOnlyCollection<PlaceId> places, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlySet<PlaceId>>(places.Where(p => ledgers.Keys.Any(k => k.Place == p)).ToHashSet());

    public Task<IReadOnlyList<PlaceId>> UnpurgedAsync(string campaign, PlaceId? after, int limit, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<PlaceId>>([]);

    public Task PurgeAsync(LedgerKey ledger, long through, string totals, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<(long Through, string Totals)?> PurgedTotalsAsync(LedgerKey ledger, CancellationToken cancellation) =>
        Task.FromResult<(long Through, string Totals)?>(null);

    public Task ProbeAsync(CancellationToken cancellation) => Task.CompletedTask;

    private JournalEntry[] Of(LedgerKey ledger)
    {
        if (!ledgers.TryGetValue(ledger, out var entries))
            return [];
        lock (entries)
            return [.. entries];
    }
}
