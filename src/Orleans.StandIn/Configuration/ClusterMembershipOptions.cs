namespace Orleans.Configuration;

/// <summary>How the silos of a cluster watch each other; in one process there is nobody to watch.</summary>
public class ClusterMembershipOptions
{
    /// <summary>How often a silo is probed, and how long it may take to answer.</summary>
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the table of silos is read.</summary>
    public TimeSpan TableRefreshTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a silo writes into the table that it is alive.</summary>
    public TimeSpan IAmAliveTablePublishTimeout { get; set; } = TimeSpan.FromSeconds(30);
}

/// <summary>How a client finds silos; in one process it has found its own.</summary>
public class GatewayOptions
{
    /// <summary>How often the list of silos is read.</summary>
    public TimeSpan GatewayListRefreshPeriod { get; set; } = TimeSpan.FromMinutes(1);
}
