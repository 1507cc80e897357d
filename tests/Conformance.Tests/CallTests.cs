using GridGrains.Conformance.Grains;
using Xunit;

namespace GridGrains.Conformance;

public sealed class CallTests(Cluster cluster)
{
    private IForwarding Grain(string key) => cluster.Grains.GetGrain<IForwarding>(key);

    [Fact]
    public async Task Calls_EachAwaitedBeforeTheNext_RunInTheirOrder()
    {
        var (from, to) = (Cluster.Key(), Cluster.Key());
        for (var i = 0; i < 100; i++)
            await Grain(to).Note(i);
        await Grain(from).NoteThrough(to, first: 100, count: 100);
        Assert.Equal(Enumerable.Range(0, 200), await Grain(to).Noted());
    }

    // In what order is nobody's promise: Orleans lets calls overtake each other that do not wait for each other.
    [Fact]
    public async Task Calls_SentWithoutWaiting_EachRunOnce()
    {
        var grain = Grain(Cluster.Key());
        await Task.WhenAll(Enumerable.Range(0, 300).Select(grain.Note));
        Assert.Equal(Enumerable.Range(0, 300), (await grain.Noted()).Order());
    }

    [Fact]
    public async Task Calls_FromThreadsOfThePool_AreAllAnswered()
    {
        var grain = Grain(Cluster.Key());
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => grain.Note(i), TestContext.Current.CancellationToken)));
        Assert.Equal(Enumerable.Range(0, 200), (await grain.Noted()).Order());
    }

    [Fact]
    public async Task OneWay_CallUnderWay_HasReturnedToTheCaller()
    {
        var key = Cluster.Key();
        await Grain(key).Tell("gate");
        Assert.Empty(Witness.Of(key).Seen);
        Witness.Of(key).Open("gate");
        await Witness.Of(key).Until("told");
    }

    [Fact]
    public async Task OneWay_MethodFails_NobodyHearsAndTheGrainGoesOn()
    {
        var key = Cluster.Key();
        await Grain(key).TellAndFail();
        await Witness.Of(key).Until("told to fail");
        Assert.Equal(key, await Grain(key).Name());
    }

    [Fact]
    public async Task Exception_InAGrain_ReachesTheCallerWithItsTypeAndTheGrainGoesOn()
    {
        var key = Cluster.Key();
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => Grain(key).Fail("reason"));
        Assert.Equal("reason", thrown.Message);
        Assert.Equal(key, await Grain(key).Name());
    }

    [Fact]
    public async Task Exception_TwoCallsDeep_KeepsItsType()
    {
        var grain = Grain(Cluster.Key());
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => grain.FailThrough(Cluster.Key(), "deep").AsTask());
        Assert.Equal("deep", thrown.Message);
    }

    [Fact]
    public async Task Exception_OfItsOwnTypeAfterAnAwait_KeepsTypeMessageAndCause()
    {
        var thrown = await Assert.ThrowsAsync<BadlyFailedException>(() => Grain(Cluster.Key()).FailBadly());
        Assert.Equal("badly", thrown.Message);
        Assert.Equal("inner", Assert.IsType<ArgumentException>(thrown.InnerException).Message);
    }

    [Fact]
    public async Task InheritedInterface_CalledByEither_IsTheSameGrain()
    {
        var key = Cluster.Key();
        IPlaced inherited = Grain(key);
        Assert.Equal(key, await inherited.Name());
        Assert.Equal(key, await cluster.Grains.GetGrain<IPlaced>(key).Name());
        Assert.Equal(key, await Grain(key).AsReference<IPlaced>().Name());
    }

    [Fact]
    public async Task Reference_AsArgumentAndAsResult_LeadsToItsGrain()
    {
        var (one, other) = (Cluster.Key(), Cluster.Key());
        Assert.Equal(one, await Grain(other).NameOf(Grain(one)));
        Assert.Equal(one, await Grain(one).NameOfMe(other));
        Assert.Equal(one, await (await Grain(one).Me()).Name());
    }

    [Fact]
    public void References_ToOneGrain_AreEqual()
    {
        var key = Cluster.Key();
        Assert.Equal(Grain(key), Grain(key));
        Assert.Equal(Grain(key).GetHashCode(), Grain(key).GetHashCode());
        Assert.NotEqual(Grain(key), Grain(Cluster.Key()));
        Assert.Equal(key, Grain(key).GetPrimaryKeyString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(42)]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    public async Task IntegerKey_AskedOfGrainAndReference_IsTheKey(long key)
    {
        var grain = cluster.Grains.GetGrain<INumbered>(key);
        Assert.Equal(key, await grain.Key());
        Assert.Equal(key, grain.GetPrimaryKeyLong());
        Assert.Equal(key, await Grain(Cluster.Key()).KeyOfNumbered(key));
    }
}
