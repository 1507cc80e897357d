using System.Collections.Immutable;

namespace GridGrains.Gateway.Tests;

/// <summary>Every area in one, with the children that a fact says.</summary>
internal sealed class TestArea
{
    public Func<string, PlaceFamily> Family { get; set; } = key =>
    {
        var node = Town.Node(LedgerKey.Parse(key).Place.Value);
        var children = node.Children.Select((child, i) => Town.Counts(child.Place.Id.Value, i + 1, ("tests.sampled", 10))).ToImmutableArray();
        return new PlaceFamily(Town.Counts(node.Place.Id.Value, children.Sum(c => c.Version), ("tests.sampled", 10 * children.Length)), children);
    };

    public IAreaGrain At(string key) => new Area(this, key);

    private sealed class Area(TestArea area, string key) : IAreaGrain
    {
        public Task<PlaceCounts> Get() => Task.FromResult(area.Family(key).Area);

        public Task<PlaceFamily> Children() => Task.FromResult(area.Family(key));

        public Task<ImmutableArray<HistoryPoint>?> History(string count, TimeSpan step, DateTime from, DateTime to) =>
            Task.FromResult<ImmutableArray<HistoryPoint>?>([new(from, 1), new(to, 2)]);

        public Task ChildChanged(PlaceCounts child) => throw new NotSupportedException();

        public Task ChildrenChanged(ImmutableArray<PlaceCounts> children) => throw new NotSupportedException();

        public Task<PlaceFamily> Watch(IPlaceObserver observer, bool withChildren) => Task.FromResult(area.Family(key));

        public Task Unwatch(IPlaceObserver observer) => Task.CompletedTask;
    }
}
