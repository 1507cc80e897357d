using System.Net;
using GridGrains.Storage;
using Microsoft.Extensions.Options;

namespace GridGrains.Silo;

/// <summary>
/// Who this silo is. Its generation, which must be greater than that of a former silo at the same address, comes from the database's
/// clock: by the clock of a machine that was set back, a silo that is started again would be taken for one that has died.
/// </summary>
internal sealed class SiloIdentity : ILocalSiloDetails
{
    // As Orleans counts: seconds since 2022.
    private static readonly DateTimeOffset Epoch = new(2022, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The identity of a silo that starts now.</summary>
    /// <exception cref="InvalidOperationException">The database's clock has not been read yet.</exception>
    public SiloIdentity(IOptions<ClusterMemberOptions> options, DatabaseClock time)
    {
        if (!time.IsKnown)
            throw new InvalidOperationException("A silo's generation is the database's time, which has to be read before anything asks who the silo is.");
        var own = options.Value;
        var address = IPAddress.Parse(own.Address);
        ClusterId = own.Id;
        Name = $"{own.Address}:{own.HealthPort}";
        SiloAddress = SiloAddress.New(address, own.SiloPort, (int)(time.GetUtcNow() - Epoch).TotalSeconds);
        GatewayAddress = SiloAddress.New(address, own.ClientPort, 0);
    }

    /// <summary>Where its peers ask after its health; the list of silos has it under this name.</summary>
    public string Name { get; }

    public string ClusterId { get; }

    public string DnsHostName => Dns.GetHostName();

    public SiloAddress SiloAddress { get; }

    public SiloAddress GatewayAddress { get; }
}
