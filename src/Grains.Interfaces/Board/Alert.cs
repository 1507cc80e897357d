namespace GridGrains;

/// <summary>Something that a rule says somebody must look at. It is raised once, and clears by itself when it is mended.</summary>
/// <param name="Id">The same on every silo and after every restart.</param>
/// <param name="Rule">Code of the rule.</param>
/// <param name="Severity">How urgent it is.</param>
/// <param name="Campaign">The campaign it belongs to.</param>
/// <param name="Place">The leaf or area it is about.</param>
/// <param name="Subject">The post or the opaque code it is about, if one.</param>
/// <param name="Since">Since when what it says has been so, by the campaign's clock, in UTC.</param>
/// <param name="Zh">What it says, in Chinese.</param>
/// <param name="En">What it says, in English.</param>
/// <param name="Acknowledged">Whether a steward has said to look after it.</param>
/// <param name="ClearedAt">When it ended, by the campaign's clock, in UTC; null while it stands.</param>
/// <param name="Reached">How far up it has come: the place itself, or, after a time, one above it. It goes no further once it is acknowledged.</param>
[GenerateSerializer, Immutable]
public sealed record Alert(
    [property: Id(0)] Guid Id,
    [property: Id(1)] string Rule,
    [property: Id(2)] AlertSeverity Severity,
    [property: Id(3)] string Campaign,
    [property: Id(4)] PlaceId Place,
    [property: Id(5)] string? Subject,
    [property: Id(6)] DateTime Since,
    [property: Id(7)] string Zh,
    [property: Id(8)] string En,
    [property: Id(9)] bool Acknowledged = false,
    [property: Id(10)] DateTime? ClearedAt = null,
    [property: Id(11)] PlaceId? Reached = null);

/// <summary>How urgent an alert is.</summary>
public enum AlertSeverity
{
    /// <summary>To be known; it is listed and not counted.</summary>
    Info,

    /// <summary>To be seen to.</summary>
    Warning,

    /// <summary>To be seen to at once.</summary>
    Critical,
}
