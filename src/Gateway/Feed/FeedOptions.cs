using Microsoft.Extensions.Options;

namespace GridGrains.Gateway;

/// <summary>Limits and intervals of the hub and its feed. Section <c>Feed</c>.</summary>
public sealed class FeedOptions
{
    /// <summary>Where they are in the configuration.</summary>
    public const string Section = "Feed";

    /// <summary>Hub connections at once: 1 to 100,000. One more is answered 429.</summary>
    public int MaxConnections { get; set; } = 20_000;

    /// <summary>Hub connections of one token at once: 1 to 100,000. One more is answered 429.</summary>
    public int ConnectionsPerToken { get; set; } = 5_000;

    /// <summary>Places and trees that one token may watch over all its connections: 1 to 10,000,000. One more is answered 429.</summary>
    public int WatchesPerToken { get; set; } = 100_000;

    /// <summary>Calls that one connection may make in a second: 0 to 100,000. 0 is no limit. One more is answered 429.</summary>
    public int CallsPerSecond { get; set; } = 1_000;

    /// <summary>Places that one connection may watch: 1 to 10,000.</summary>
    public int MaxPlaces { get; set; } = 500;

    /// <summary>Trees that one connection may watch: 1 to 100.</summary>
    public int MaxTrees { get; set; } = 8;

    /// <summary>Rows of one tree: 1 to 100,000.</summary>
    public int MaxTreeRows { get; set; } = 40_000;

    /// <summary>
    /// The largest message of a client, in bytes: 4 KiB to 64 MiB. More closes the connection; the body of a report is limited to less
    /// (<see cref="GatewayOptions.MaxBodyBytes"/>), so that it is answered by a problem instead.
    /// </summary>
    public int MaxMessageBytes { get; set; } = 512 * 1024;

    /// <summary>
    /// What is kept for a client whose socket does not take it, beside its slots and an answer under way, in bytes: 4 KiB to 1 MiB. It is the
    /// web server's buffer of every response.
    /// </summary>
    public int SendBufferBytes { get; set; } = 16 * 1024;

    /// <summary>A client gets at most one snapshot of a place in this time: 10 ms to 1 min.</summary>
    public TimeSpan SnapshotInterval { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>A client gets at most one message of a tree in this time: 10 ms to 1 min.</summary>
    public TimeSpan TreeInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>A client that has not taken one message in this time is disconnected: 1 s to 10 min.</summary>
    public TimeSpan StallLimit { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a place is still observed when its last client has gone: 0 to 10 min. Walls that lost their connection together
    /// find it warm, and its counts do not fall behind what they have seen.
    /// </summary>
    public TimeSpan Linger { get; set; } = TimeSpan.FromSeconds(30);
}

/// <summary>Says in a sentence what is wrong with <see cref="FeedOptions"/>.</summary>
internal sealed class FeedOptionsRules : IValidateOptions<FeedOptions>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public ValidateOptionsResult Validate(string? name, FeedOptions options)
    {
        List<string> wrong = [];
        Check(wrong, nameof(options.MaxConnections), options.MaxConnections, 1, 100_000);
        Check(wrong, nameof(options.ConnectionsPerToken), options.ConnectionsPerToken, 1, 100_000);
        Check(wrong, nameof(options.WatchesPerToken), options.WatchesPerToken, 1, 10_000_000);
        Check(wrong, nameof(options.CallsPerSecond), options.CallsPerSecond, 0, 100_000);
        Check(wrong, nameof(options.MaxPlaces), options.MaxPlaces, 1, 10_000);
        Check(wrong, nameof(options.MaxTrees), options.MaxTrees, 1, 100);
        Check(wrong, nameof(options.MaxTreeRows), options.MaxTreeRows, 1, 100_000);
        Check(wrong, nameof(options.MaxMessageBytes), options.MaxMessageBytes, 4 * 1024, 64 * 1024 * 1024);
        Check(wrong, nameof(options.SendBufferBytes), options.SendBufferBytes, 4 * 1024, 1024 * 1024);
        Check(wrong, nameof(options.SnapshotInterval), options.SnapshotInterval, Shortest, Minute);
        Check(wrong, nameof(options.TreeInterval), options.TreeInterval, Shortest, Minute);
        Check(wrong, nameof(options.StallLimit), options.StallLimit, TimeSpan.FromSeconds(1), Longest);
        Check(wrong, nameof(options.Linger), options.Linger, TimeSpan.Zero, Longest);
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static void Check<T>(List<string> wrong, string key, T value, T least, T most) where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
            wrong.Add($"{FeedOptions.Section}:{key} is {value}; allowed are {least} to {most}");
    }
}
