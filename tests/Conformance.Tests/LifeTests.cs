using GridGrains.Conformance.Grains;
using Orleans.TestingHost;
using Xunit;

namespace GridGrains.Conformance;

public sealed class LifeTests(Cluster cluster)
{
    private ILifeGrain Grain(string key) => cluster.Grains.GetGrain<ILifeGrain>(key);

    [Fact]
    public async Task FirstCalls_ManyAtOnce_MakeOneActivation()
    {
        var key = Cluster.Key();
        var activations = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => Grain(key).Activation())));
        Assert.Single(activations.Distinct());
        Assert.Equal(["activating", "activated"], Witness.Of(key).Seen);
    }

    [Fact]
    public async Task Activation_Failing_FailsTheCallsThatWaitAndTheNextTriesAnew()
    {
        var key = Cluster.Key();
        Witness.Of(key).See("cannot activate");
        var calls = Enumerable.Range(0, 3).Select(_ => Grain(key).Activation()).ToArray();
        foreach (var call in calls)
            Assert.Equal("cannot activate", (await Assert.ThrowsAsync<BadlyFailedException>(() => call)).Message);
        await Assert.ThrowsAsync<BadlyFailedException>(() => Grain(key).Activation());
        Assert.InRange(Witness.Of(key).Seen.Count(each => each == "activating"), 2, 4);
        Assert.DoesNotContain("activated", Witness.Of(key).Seen);
    }

    [Fact]
    public async Task DeactivateOnIdle_ThenCalled_IsANewActivation()
    {
        var key = Cluster.Key();
        var before = await Grain(key).Activation();
        await Grain(key).Leave();
        Assert.NotEqual(before, await Grain(key).Activation());
        Assert.Equal(
            ["activating", "activated", "deactivating", "deactivated: ApplicationRequested", "activating", "activated"],
            Witness.Of(key).Seen);
    }

    [Fact]
    public async Task DeactivateOnIdle_WithCallsWaiting_LeavesThemToTheNextActivation()
    {
        var key = Cluster.Key();
        var before = await Grain(key).Activation();
        var staying = Grain(key).LeaveDuring("gate");
        await Witness.Of(key).Until("staying");
        var waiting = Enumerable.Range(0, 20).Select(_ => Grain(key).Activation()).ToArray();
        Witness.Of(key).Open("gate");
        await staying;
        var after = Assert.Single((await Task.WhenAll(waiting)).Distinct());
        Assert.NotEqual(before, after);
        var seen = Witness.Of(key).Seen;
        Assert.True(Array.IndexOf(seen, "leaving") < Array.IndexOf(seen, "deactivating"), "The call under way ended first.");
    }

    [Fact]
    public async Task Stop_OfTheSilo_DeactivatesEveryGrain()
    {
        await using var own = new TestClusterBuilder(1).Build();
        await own.DeployAsync();
        var keys = Enumerable.Range(0, 50).Select(_ => Cluster.Key()).ToArray();
        await Task.WhenAll(keys.Select(key => own.GrainFactory.GetGrain<ILifeGrain>(key).Activation()));
        await own.StopAllSilosAsync();
        Assert.All(keys, key => Assert.Equal("deactivated: ShuttingDown", Witness.Of(key).Seen[^1]));
    }
}

public sealed class StateTests(Cluster cluster)
{
    private ISavingGrain Grain(string key) => cluster.Grains.GetGrain<ISavingGrain>(key);

    [Fact]
    public async Task State_NeverWritten_IsANewOne()
    {
        var grain = Grain(Cluster.Key());
        Assert.False(await grain.Exists());
        Assert.Equal("", (await grain.Read()).Text);
    }

    [Fact]
    public async Task State_Written_IsThereBeforeTheNextActivationsFirstTurn()
    {
        var grain = Grain(Cluster.Key());
        await grain.Write("one", 1);
        await grain.Write("two", 2);
        await grain.Leave();
        Assert.True(await grain.Exists());
        var read = await grain.Read();
        Assert.Equal("two", read.Text);
        Assert.Equal([1, 2], read.Numbers);
    }

    [Fact]
    public async Task State_WrittenTwiceAtOnce_KeepsTheLaterOne()
    {
        var grain = Grain(Cluster.Key());
        await grain.WriteTwiceAtOnce("one", "two");
        await grain.Leave();
        Assert.Equal("two", (await grain.Read()).Text);
    }

    [Fact]
    public async Task State_Cleared_IsGone()
    {
        var grain = Grain(Cluster.Key());
        await grain.Write("one", 1);
        await grain.Forget();
        Assert.Equal("", (await grain.Read()).Text);
        await grain.Leave();
        Assert.False(await grain.Exists());
    }
}

public sealed class IdleTests(ForgetfulCluster cluster) : IClassFixture<ForgetfulCluster>
{
    private ILifeGrain Grain(string key) => cluster.Silo.GrainFactory.GetGrain<ILifeGrain>(key);

    [Fact]
    public async Task Idle_ForTheCollectionAge_IsDeactivated()
    {
        var key = Cluster.Key();
        var before = await Grain(key).Activation();
        await Witness.Of(key).Until("deactivated: ActivationIdle");
        Assert.NotEqual(before, await Grain(key).Activation());
    }

    [Fact]
    public async Task Timer_ThatKeepsAlive_IsUseAndOneThatDoesNotIsNone()
    {
        var (kept, left) = (Cluster.Key(), Cluster.Key());
        await Grain(kept).KeepAlive(true);
        await Grain(left).KeepAlive(false);
        await Witness.Of(left).Until("deactivated: ActivationIdle");
        Assert.Equal(["activating", "activated"], Witness.Of(kept).Seen);
    }
}
