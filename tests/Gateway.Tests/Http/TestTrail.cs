using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace GridGrains.Gateway.Tests;

/// <summary>The trail of a fact: what it is to answer, and what it was told.</summary>
internal sealed class TestTrail : ITrailGrain
{
    public ImmutableArray<TrailEntry> Kept { get; set; } = [];

    public (long Before, PlaceId? After, long Sequence, int Limit) Asked { get; private set; }

    public ConcurrentQueue<TrailEntry> Told { get; } = new();

    public Func<Task> BeforeKeeping { get; set; } = () => Task.CompletedTask;

    public Task<ImmutableArray<TrailEntry>> Entries(long before, int limit)
    {
        Asked = (before, null, 0, limit);
        return Task.FromResult(Kept);
    }

    public Task<ImmutableArray<TrailEntry>> Reports(PlaceId? after, long sequence, int limit)
    {
        Asked = (0, after, sequence, limit);
        return Task.FromResult(Kept);
    }

    public async Task Refused(ImmutableArray<TrailEntry> entries)
    {
        await BeforeKeeping();
        foreach (var entry in entries)
            Told.Enqueue(entry);
    }
}
