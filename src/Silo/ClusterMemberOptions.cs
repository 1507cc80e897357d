using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Options;

namespace GridGrains.Silo;

/// <summary>How this silo is one of several. Section <c>Cluster</c>.</summary>
public sealed class ClusterMemberOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Cluster";

    /// <summary>The silos and gateways of one cluster have the same.</summary>
    public string Id { get; set; } = "gridgrains";

    /// <summary>The IP address on which this silo listens and at which the others reach it.</summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>The port for other silos.</summary>
    [Range(1, 65535)]
    public int SiloPort { get; set; } = 11111;

    /// <summary>The port for gateways.</summary>
    [Range(1, 65535)]
    public int ClientPort { get; set; } = 30000;

    /// <summary>The port at which it is asked after its health, by other silos and by whoever keeps it running.</summary>
    [Range(1, 65535)]
    public int HealthPort { get; set; } = 8081;

    /// <summary>How long a silo stays that is cut off from the database, or from another silo, where others are not. Then it ends, to be started again.</summary>
    [Range(typeof(TimeSpan), "00:00:02", "00:10:00")]
    public TimeSpan LeaveAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the silos probe each other, and how long an answer may take.</summary>
    /// <remarks>
    /// A silo that hangs is given up after three missed probes and a second silo's vote, but not while it was heard within seven and a
    /// half times this. Its grains are somewhere else within 15 s.
    /// </remarks>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:00:30")]
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often a silo writes into the cluster's table that it is alive. After three times that, nobody waits for it any more who starts.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan AliveInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a stop may take: calls are answered, states saved, counts sent up, the journal's queue written.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(30);
}

/// <summary>Says in a sentence what is wrong with <see cref="ClusterMemberOptions"/> beyond the ranges.</summary>
internal sealed class ClusterMemberRules : IValidateOptions<ClusterMemberOptions>
{
    public ValidateOptionsResult Validate(string? name, ClusterMemberOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Id))
            return ValidateOptionsResult.Fail("Cluster:Id is empty; silos and gateways of one cluster have the same");
        if (!IPAddress.TryParse(options.Address, out _))
            return ValidateOptionsResult.Fail($"Cluster:Address is '{options.Address}'; allowed is the IP address at which other silos reach this one");
        int[] ports = [options.SiloPort, options.ClientPort, options.HealthPort];
        return ports.Distinct().Count() < ports.Length
            ? ValidateOptionsResult.Fail($"Cluster:SiloPort, Cluster:ClientPort and Cluster:HealthPort are {string.Join(", ", ports)}; they must differ")
            : ValidateOptionsResult.Success;
    }
}
