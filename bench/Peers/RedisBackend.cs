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

    private readonly ConcurrentDictionary<string, long> heard = new();
    private RedisConnection? listening;

    private RedisBackend(RedisConnection connection, string script)
    {
        this.connection = connection;
        this.script = Encoding.ASCII.GetBytes(script);
    }

    /// <param name="port">Where Redis is.</param>
    /// <param name="isHeard">Whether what the scripts publish is listened to, for a hub.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    public static async Task<IBackend> StartAsync(int port, bool isHeard, CancellationToken cancellation)
    {
        var connection = await RedisConnection.OpenAsync(port, cancellation);
        var backend = new RedisBackend(connection, (string)(await connection.CallAsync("SCRIPT", "LOAD", Script))!);
        if (isHeard)
        {
            backend.listening = await RedisConnection.OpenAsync(port, cancellation, backend.Hear);
            await backend.listening.CallAsync("SUBSCRIBE", Channel);
        }
        return backend;
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

    public Task<long[]> NewestAsync(IReadOnlyList<string> places) => Task.FromResult(places.Select(p => heard.GetValueOrDefault(p)).ToArray());

    public async ValueTask DisposeAsync()
    {
        if (listening is not null)
            await listening.DisposeAsync();
        await connection.DisposeAsync();
    }

    private void Hear(string message)
    {
        var parts = message.Split(' ');
        foreach (var (place, total) in BenchCity.PathTo(parts[0]).Zip(parts.Skip(1)))
            heard[place] = long.Parse(total, CultureInfo.InvariantCulture);
    }

    private static string Key(string place) => "people:" + place;

    private static byte[] Text(long number) => Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture));
}
