using System.Collections.Immutable;

namespace GridGrains.Feed.Tests;

/// <summary>A trail that keeps nothing.</summary>
internal sealed class FakeTrail : ITrailGrain
{
    public Task<ImmutableArray<TrailEntry>> Entries(long before, int limit) => throw new NotSupportedException();

    public Task<ImmutableArray<TrailEntry>> Reports(PlaceId? after, long sequence, int limit) => throw new NotSupportedException();

    public Task Refused(ImmutableArray<TrailEntry> entries) => Task.CompletedTask;
}
