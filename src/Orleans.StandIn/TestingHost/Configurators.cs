using Microsoft.Extensions.Hosting;
using Orleans.Hosting;

namespace Orleans.TestingHost;

/// <summary>Sets up the silo of a test.</summary>
public interface ISiloConfigurator
{
    /// <summary>Sets up the silo.</summary>
    void Configure(ISiloBuilder siloBuilder);
}

/// <summary>Sets up the host of a test's silo.</summary>
public interface IHostConfigurator
{
    /// <summary>Sets up the host.</summary>
    void Configure(IHostBuilder hostBuilder);
}
