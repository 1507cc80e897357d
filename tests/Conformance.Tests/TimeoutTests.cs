using GridGrains.Conformance.Grains;
using Xunit;

namespace GridGrains.Conformance;

public sealed class TimeoutTests(HurriedCluster cluster) : IClassFixture<HurriedCluster>
{
    private IGrainFactory Grains => cluster.Silo.GrainFactory;

    [Fact(Timeout = 30_000)]
    public async Task Cycle_ThroughANonReentrantGrain_TimesOutAndTheGrainGoesOn()
    {
        var (one, other) = (Cluster.Key(), Cluster.Key());
        await Assert.ThrowsAsync<TimeoutException>(() => Grains.GetGrain<INonReentrantCycleGrain>(one).CallBackThrough(other));
        Assert.Equal(one, await Grains.GetGrain<INonReentrantCycleGrain>(one).Name());
    }

    [Fact]
    public async Task Cycle_ThroughAReentrantGrain_IsAnswered()
    {
        var (one, other) = (Cluster.Key(), Cluster.Key());
        Assert.Equal(one, await Grains.GetGrain<IReentrantCycleGrain>(one).CallBackThrough(other));
    }
}
