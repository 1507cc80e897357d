using System.Globalization;
using GridGrains.Bench.Ingest;
using GridGrains.Bench.Peers;

namespace GridGrains.Bench.Hosts;

/// <summary>The peers, by the names under which this program starts them.</summary>
internal static class PeerKinds
{
    public const string Nothing = "nothing";
    public const string File = "file";
    public const string StateOfObservation = "state-observation";
    public const string StateOfReport = "state-report";
    public const string Counter = "counter";
    public const string CounterWithHub = "counter-hub";
    public const string Append = "append";
    public const string RedisAlways = "redis-always";
    public const string RedisEverySecond = "redis-everysec";
    public const string RedisWithHub = "redis-hub";
    public const string Empty = "empty";

    public static bool NeedsPostgres(string kind) => kind is StateOfObservation or StateOfReport or Counter or CounterWithHub or Append;

    public static string? RedisSync(string kind) => kind switch
    {
        RedisAlways or RedisWithHub => "always",
        RedisEverySecond => "everysec",
        _ => null,
    };

    /// <summary>What it is held to after each run.</summary>
    public static Check Claims(string kind) => kind switch
    {
        Empty => Check.Nothing,
        File or Nothing => Check.Totals,
        _ => Check.TotalsAndRepeats,
    };

    public static bool HasHub(string kind) => kind is CounterWithHub or RedisWithHub;

    /// <summary>Serves one of them until the process is killed.</summary>
    public static async Task<int> RunAsync(string kind, string directory, int grids, string? postgres, int redis, CancellationToken cancellation)
    {
        if (kind == Empty)
            return await EmptyHost.RunAsync(cancellation);
        var backend = await StartAsync(kind, directory, grids, postgres ?? "", redis, cancellation);
        return await GatewayHost.RunAsync(backend, directory, grids, HasHub(kind), cancellation);
    }

    // The hub on Redis is told by what the scripts publish.
    private static async Task<IBackend> StartAsync(string kind, string directory, int grids, string postgres, int redis, CancellationToken cancellation) => kind switch
    {
        Nothing => new NothingBackend(),
        File => new FileBackend(directory),
        StateOfObservation => await StateBackend.StartAsync(postgres, grids, eachByItself: true, cancellation),
        StateOfReport => await StateBackend.StartAsync(postgres, grids, eachByItself: false, cancellation),
        Counter or CounterWithHub => await CounterBackend.StartAsync(postgres, grids, cancellation),
        Append => await AppendBackend.StartAsync(postgres, grids, cancellation),
        RedisAlways or RedisEverySecond => await RedisBackend.StartAsync(redis, isHeard: false, cancellation),
        RedisWithHub => await RedisBackend.StartAsync(redis, isHeard: true, cancellation),
        _ => throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"there is no peer '{kind}'")),
    };
}
