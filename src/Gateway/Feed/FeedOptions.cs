using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace GridGrains.Gateway;

/// <summary>Limits and intervals of the hub and its feed. Section <c>Feed</c>.</summary>
public sealed class FeedOptions
{
    /// <summary>Where they are in the configuration.</summary>
    public const string Section = "Feed";

    /// <summary>Hub connections at once. One more is answered 429.</summary>
    [Range(1, 100_000)]
    public int MaxConnections { get; set; } = 20_000;

    /// <summary>Hub connections of one token at once. One more is answered 429.</summary>
    [Range(1, 100_000)]
    public int ConnectionsPerToken { get; set; } = 5_000;

    /// <summary>Places and trees that one token may watch over all its connections. One more is answered 429.</summary>
    [Range(1, 10_000_000)]
    public int WatchesPerToken { get; set; } = 100_000;

    /// <summary>Calls that one connection may make in a second. 0 is no limit. One more is answered 429.</summary>
    [Range(0, 100_000)]
    public int CallsPerSecond { get; set; } = 1_000;

    /// <summary>Places that one connection may watch.</summary>
    [Range(1, 10_000)]
    public int MaxPlaces { get; set; } = 500;

    /// <summary>Trees that one connection may watch.</summary>
    [Range(1, 100)]
    public int MaxTrees { get; set; } = 8;

    /// <summary>Rows of one tree.</summary>
    [Range(1, 100_000)]
    public int MaxTreeRows { get; set; } = 40_000;

    /// <summary>
    /// The largest message of a client, in bytes. More closes the connection; the body of a report is limited to less
    /// (<see cref="GatewayOptions.MaxBodyBytes"/>), so that it is answered by a problem instead.
    /// </summary>
    [Range(4 * 1024, 64 * 1024 * 1024)]
    public int MaxMessageBytes { get; set; } = 512 * 1024;

    /// <summary>
    /// What is kept for a client whose socket does not take it, beside its slots and an answer under way, in bytes. It is the
    /// web server's buffer of every response.
    /// </summary>
    [Range(4 * 1024, 1024 * 1024)]
    public int SendBufferBytes { get; set; } = 16 * 1024;

    /// <summary>A client gets at most one snapshot of a place in this time.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan SnapshotInterval { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>A client gets at most one message of a tree in this time.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan TreeInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>A client that has not taken one message in this time is disconnected.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan StallLimit { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a place is still observed when its last client has gone. Walls that lost their connection together
    /// find it warm, and its counts do not fall behind what they have seen.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan Linger { get; set; } = TimeSpan.FromSeconds(30);
}

/// <summary>Says in a sentence what is wrong with <see cref="FeedOptions"/>.</summary>
internal sealed class FeedOptionsRules : IValidateOptions<FeedOptions>
{
    public ValidateOptionsResult Validate(string? name, FeedOptions options)
    {
        var wrong = OptionRanges.Sentences(FeedOptions.Section, options);
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
