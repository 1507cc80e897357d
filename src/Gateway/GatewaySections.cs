namespace GridGrains.Gateway;

/// <summary>The sections of the configuration that a gateway reads.</summary>
public static class GatewaySections
{
    /// <summary>Of every gateway.</summary>
    public static IReadOnlyList<OptionSection> Own { get; } =
    [
        new(GatewayOptions.Section, typeof(GatewayOptions)),
        new(FeedOptions.Section, typeof(FeedOptions)),
        new(AuthOptions.Section, typeof(AuthOptions)),
    ];

    /// <summary>Of a gateway in a process of its own. The silos of the cluster read others of the same section.</summary>
    public static OptionSection Cluster { get; } = new(
        ClusterClientOptions.Section, typeof(ClusterClientOptions),
        "Address", "SiloPort", "ClientPort", "HealthPort", "LeaveAfter", "ProbeTimeout", "AliveInterval", "DrainTimeout");
}
