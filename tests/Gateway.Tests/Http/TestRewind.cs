using System.Collections.Immutable;

namespace GridGrains.Gateway.Tests;

/// <summary>A past in which every place was there from the round's opening on, with 60 people sampled; looking back at some moments is busy.</summary>
internal sealed class TestRewind(string key) : IRewindGrain
{
    public static readonly DateTime BusyAt = new(2022, 10, 6, 5, 0, 0, DateTimeKind.Utc);

    public Task<RewindAnswer> At(DateTime at, ImmutableArray<string> columns, int depth)
    {
        if (at < Town.CreatedAt)
            return Task.FromResult(RewindAnswer.None(RewindOutcome.NotThere));
        if (at == BusyAt)
            return Task.FromResult(RewindAnswer.None(RewindOutcome.Busy));
        var ledger = LedgerKey.Parse(key);
        var past = Answer(ledger, Town.Counts(ledger.Place.Value, 9, ("tests.sampled", 60)) with { AsOf = at }).Place!;
        var rows = Town.Node(ledger.Place.Value).Subtree(depth).Select(node => new PastRow(node.Place.Id, [.. columns.Select((_, i) => 60L + i)]));
        return Task.FromResult(new RewindAnswer(RewindOutcome.Found, past with { Rows = columns.IsEmpty ? [] : [.. rows] }));
    }

    /// <summary>A place with these counts and a name of then.</summary>
    public static RewindAnswer Answer(LedgerKey key, PlaceCounts counts) => new(RewindOutcome.Found, new PastPlace(
        counts,
        Town.Campaign(key.Campaign, key.Place.Value),
        new Place(key.Place, "village", "旧名", null, ImmutableSortedDictionary<string, long>.Empty),
        ImmutableSortedDictionary<string, long>.Empty.Add("residents", 600),
        ImmutableSortedDictionary<string, long>.Empty.Add("grid", 2),
        []));
}
