namespace Orleans.Configuration;

/// <summary>The names under which silos find each other and their data.</summary>
public class ClusterOptions
{
    /// <summary>The cluster's name when none is given.</summary>
    public const string DefaultClusterId = "default";

    /// <summary>The service's name when none is given.</summary>
    public const string DefaultServiceId = "default";

    /// <summary>The cluster's name, which may change with a deployment.</summary>
    public string ClusterId { get; set; } = DefaultClusterId;

    /// <summary>The service's name, which stored states carry.</summary>
    public string ServiceId { get; set; } = DefaultServiceId;
}
