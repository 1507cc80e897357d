using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Hosting;

/// <summary>What a silo is put together with.</summary>
public interface ISiloBuilder
{
    /// <summary>The services of the silo's host.</summary>
    IServiceCollection Services { get; }

    /// <summary>The configuration of the silo's host.</summary>
    IConfiguration Configuration { get; }
}

/// <summary>What a client in a process of its own is put together with.</summary>
public interface IClientBuilder
{
    /// <summary>The services of the client's host.</summary>
    IServiceCollection Services { get; }

    /// <summary>The configuration of the client's host.</summary>
    IConfiguration Configuration { get; }
}

internal sealed class SiloBuilder(IServiceCollection services, IConfiguration configuration) : ISiloBuilder
{
    public IServiceCollection Services => services;

    public IConfiguration Configuration => configuration;
}
