using System.Globalization;
using GridGrains.Bench.Ingest;

namespace GridGrains.Bench.FanOut;

/// <summary>How many clients watch how many places, each one of them or all, and how often a place may change.</summary>
internal sealed record PushLoad(string Name, int Clients, int PlaceCount, bool EachWatchesAll, TimeSpan Interval, TimeSpan Duration, int Rounds)
{
    /// <summary>Grids, far apart in the tree.</summary>
    public IReadOnlyList<string> Places { get; } =
        [.. BenchCity.Grids.Where((_, n) => n % (BenchCity.Grids.Count / PlaceCount) == 0).Take(PlaceCount)];

    /// <summary>The call with which a client watches what it is to watch.</summary>
    public string WatchOf(int client) => Audience.Watch(BenchCity.Campaign, PlacesOf(client));

    /// <summary>What a client watches.</summary>
    public IReadOnlyList<string> PlacesOf(int client) => EachWatchesAll ? Places : [Places[client % Places.Count]];

    /// <summary>
    /// How every contender runs: with the garbage collector that <c>gridgrains serve</c> has, and without the compiler's profiling, which on a
    /// busy machine takes longer than a run.
    /// </summary>
    public static Dictionary<string, string> Runtime => new() { ["DOTNET_gcServer"] = "1", ["DOTNET_TieredPGO"] = "0" };

    /// <summary>What <c>serve</c> is given so that the service is the limit and not its pace of ten a second.</summary>
    public Dictionary<string, string> Settings => new(Runtime)
    {
        ["RollUp__Interval"] = Text(Interval),
        ["RollUp__LongestInterval"] = Text(Interval),
        ["Feed__SnapshotInterval"] = Text(Interval),
        ["Feed__ConnectionsPerToken"] = "100000",
    };

    private static string Text(TimeSpan span) => span.ToString("c", CultureInfo.InvariantCulture);
}
