using GridGrains.Conformance;
using Orleans.Configuration;
using Orleans.TestingHost;
using Xunit;

[assembly: AssemblyFixture(typeof(Cluster))]

namespace GridGrains.Conformance;

/// <summary>The cluster of one silo that the tests share.</summary>
public sealed class Cluster : IAsyncLifetime
{
    public TestCluster Silo { get; } = new TestClusterBuilder(1).AddSiloBuilderConfigurator<Setup>().Build();

    public IGrainFactory Grains => Silo.GrainFactory;

    public static string Key([System.Runtime.CompilerServices.CallerMemberName] string test = "") => $"{test}/{Guid.NewGuid():N}";

    public async ValueTask InitializeAsync() => await Silo.DeployAsync();

    public async ValueTask DisposeAsync()
    {
        await Silo.StopAllSilosAsync();
        await Silo.DisposeAsync();
    }

    internal sealed class Setup : ISiloConfigurator
    {
        public void Configure(ISiloBuilder siloBuilder) => siloBuilder.AddMemoryGrainStorage("memory");
    }
}

/// <summary>A cluster whose calls time out after a second.</summary>
public sealed class HurriedCluster : IAsyncLifetime
{
    public TestCluster Silo { get; } = new TestClusterBuilder(1).AddSiloBuilderConfigurator<Setup>().Build();

    public async ValueTask InitializeAsync() => await Silo.DeployAsync();

    public async ValueTask DisposeAsync()
    {
        await Silo.StopAllSilosAsync();
        await Silo.DisposeAsync();
    }

    internal sealed class Setup : ISiloConfigurator
    {
        public void Configure(ISiloBuilder siloBuilder) =>
            siloBuilder.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(1));
    }
}

/// <summary>A cluster that ends what nobody has called for two seconds.</summary>
public sealed class ForgetfulCluster : IAsyncLifetime
{
    public TestCluster Silo { get; } = new TestClusterBuilder(1).AddSiloBuilderConfigurator<Setup>().Build();

    public async ValueTask InitializeAsync() => await Silo.DeployAsync();

    public async ValueTask DisposeAsync()
    {
        await Silo.StopAllSilosAsync();
        await Silo.DisposeAsync();
    }

    internal sealed class Setup : ISiloConfigurator
    {
        public void Configure(ISiloBuilder siloBuilder) => siloBuilder.Configure<GrainCollectionOptions>(options =>
            (options.CollectionAge, options.CollectionQuantum) = (TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1)));
    }
}
