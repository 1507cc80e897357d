using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using GridGrains.Bench.Hosts;
using GridGrains.Bench.Ingest;
using GridGrains.Bench.Redis;

namespace GridGrains.Bench.Peers;

/// <summary>
/// Redis, one script a report: its id into a set of the grid, the people added at the five levels, the new totals published. Pipelined over one connection, so that what
/// comes at once shares an fsync. The observations themselves are not kept: that is what this peer saves.
/// </summary>
internal sealed class RedisBackend : IBackend
{
    /// <summary>On which the new totals are published: the grid, and a total for each level from the top, separated by spaces.</summary>
    public const string Channel = "totals";

    private const string Script =
        """
        if redis.call('SADD', KEYS[1], ARGV[1]) == 0 then
            return 0
        end
        local totals = ARGV[3]
        for i = 2, #KEYS do
            totals = totals .. ' ' .. redis.call('INCRBY', KEYS[i], ARGV[2])
        end
        redis.call('PUBLISH', 'totals', totals)
        return 1
        """;

    private readonly RedisConnection connection;
    private readonly byte[] script;
    private readonly ConcurrentDictionary<string, byte[][]> keys = new();

    private RedisBackend(RedisConnection connection, string script)
    {
        this.connection = connection;
        this.script = Encoding.ASCII.GetBytes(script);
    }

    public static async Task<IBackend> StartAsync(int port, CancellationToken cancellation)
    {
        var connection = await RedisConnection.OpenAsync(port, cancellation);
        return new RedisBackend(connection, (string)(await connection.CallAsync("SCRIPT", "LOAD", Script))!);
    }

    public async ValueTask<bool> TakeAsync(string place, Report report)
    {
        var names = keys.GetOrAdd(place, static p => [.. BenchCity.PathTo(p).Select(Key).Prepend("reports:" + p).Append(p).Select(Encoding.ASCII.GetBytes)]);
        byte[][] command =
        [
            "EVALSHA"u8.ToArray(), script, Text(names.Length - 1), .. names[..^1], report.ReportId.ToByteArray(), Text(People.In(report)), names[^1],
        ];
        return await connection.CallAsync(command) is 1L;
    }

    public async Task<long[]> TotalsAsync(IReadOnlyList<string> places)
    {
        var totals = (object?[])(await connection.CallAsync(["MGET", .. places.Select(Key)]))!;
        return [.. totals.Select(t => t is string text ? long.Parse(text, CultureInfo.InvariantCulture) : 0)];
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private static string Key(string place) => "people:" + place;

    private static byte[] Text(long number) => Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture));
}
