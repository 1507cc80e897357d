using System.Collections.Concurrent;
using System.Reflection;

namespace GridGrains.Feed.Tests;

/// <summary>
/// Grains without a runtime. A proxy, because the factory has more members in one source of Orleans than in the other, and
/// the gateway uses few of them.
/// </summary>
public class FakeGrains : DispatchProxy
{
    private readonly ConcurrentDictionary<string, FakePlace> places = new();

    internal static FakeGrains Create(out IGrainFactory factory)
    {
        factory = Create<IGrainFactory, FakeGrains>();
        return (FakeGrains)(object)factory;
    }

    internal FakePlace this[PlaceId place] => Place(Town.Key(place).ToString());

    /// <summary>The board of every campaign.</summary>
    internal FakeBoard Board { get; } = new();

    /// <summary>The public view of every campaign.</summary>
    internal FakePublicView Publicly { get; } = new();

    /// <summary>Places that were ever asked for.</summary>
    internal IEnumerable<FakePlace> All => places.Values;

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
    {
        "GetGrain" when targetMethod.GetGenericArguments()[0] == typeof(IBoardGrain) => Board,
        "GetGrain" when targetMethod.GetGenericArguments()[0] == typeof(ITrailGrain) => new FakeTrail(),
        "GetGrain" when targetMethod.GetGenericArguments()[0] == typeof(IPublicGrain) => Publicly,
        "GetGrain" when args![0] is string key => Place(key),
        "GetGrain" when args![0] is long => new FakeCity(),
        "CreateObjectReference" => args![0],
        _ => throw new NotSupportedException($"the gateway is not expected to call {targetMethod.Name}"),
    };

    private FakePlace Place(string key) => places.GetOrAdd(key, static key => new FakePlace(LedgerKey.Parse(key)));
}
