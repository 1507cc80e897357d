using System.Collections.Immutable;
using GridGrains.Storage;
using Orleans.Concurrency;

namespace GridGrains.Trail;

/// <summary>The audit trail as gateways reach it. It keeps nothing in memory, so any number may be awake.</summary>
[Reentrant]
internal sealed class TrailGrain(TrailStore store) : Grain, ITrailGrain
{
    public async Task<ImmutableArray<TrailEntry>> Entries(long before, int limit) => [.. await store.EntriesAsync(Key, before, limit)];

    public async Task<ImmutableArray<TrailEntry>> Reports(PlaceId? after, long sequence, int limit) =>
        [.. await store.ReportsAsync(Key, after, sequence, limit)];

    public Task Refused(ImmutableArray<TrailEntry> entries) => store.AddAsync(entries, CancellationToken.None);

    private LedgerKey Key => LedgerKey.Parse(this.GetPrimaryKeyString());
}
