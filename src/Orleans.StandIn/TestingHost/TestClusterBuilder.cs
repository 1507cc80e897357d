using Microsoft.Extensions.Configuration;

namespace Orleans.TestingHost;

/// <summary>Puts a <see cref="TestCluster"/> together.</summary>
public class TestClusterBuilder
{
    /// <summary>A cluster of the two silos that Orleans starts unless told; the stand-in has only one and says so.</summary>
    public TestClusterBuilder() : this(2)
    {
    }

    /// <summary>A cluster of so many silos.</summary>
    public TestClusterBuilder(short initialSilosCount) => Options.InitialSilosCount = initialSilosCount;

    /// <summary>What the cluster shall be.</summary>
    public TestClusterOptions Options { get; } = new();

    /// <summary>Values for the configuration of the silo's host.</summary>
    public Dictionary<string, string?> Properties { get; } = [];

    internal List<object> Configurators { get; } = [];

    internal List<Action<IConfigurationBuilder>> Configuration { get; } = [];

    /// <summary>Adds an <see cref="ISiloConfigurator"/> or <see cref="IHostConfigurator"/>.</summary>
    public TestClusterBuilder AddSiloBuilderConfigurator<T>() where T : new()
    {
        Configurators.Add(new T());
        return this;
    }

    /// <summary>Adds to the configuration of the silo's host.</summary>
    public TestClusterBuilder ConfigureHostConfiguration(Action<IConfigurationBuilder> configureDelegate)
    {
        Configuration.Add(configureDelegate);
        return this;
    }

    /// <summary>The cluster, not yet started.</summary>
    public TestCluster Build() => new(this);
}

/// <summary>What a test's cluster is asked to be.</summary>
public class TestClusterOptions
{
    /// <summary>The number of silos.</summary>
    public short InitialSilosCount { get; set; } = 1;

    /// <summary>The cluster's name.</summary>
    public string ClusterId { get; set; } = Guid.NewGuid().ToString("N");

    /// <summary>The service's name.</summary>
    public string ServiceId { get; set; } = Guid.NewGuid().ToString("N");
}
