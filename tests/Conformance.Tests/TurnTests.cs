using GridGrains.Conformance.Grains;
using Xunit;

namespace GridGrains.Conformance;

public sealed class TurnTests(Cluster cluster)
{
    [Fact]
    public async Task NonReentrant_ManyCallsAtOnce_EachEndsBeforeTheNextBegins()
    {
        var grain = cluster.Grains.GetGrain<IQueueingGrain>(Cluster.Key());
        var counts = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => grain.Count()));
        Assert.Equal(Enumerable.Range(1, 500), counts.Order());
    }

    [Fact]
    public async Task NonReentrant_CallDuringAnother_WaitsForItsEnd()
    {
        var key = Cluster.Key();
        var grain = cluster.Grains.GetGrain<IQueueingGrain>(key);
        var first = grain.Hold("first", "gate");
        await Witness.Of(key).Until("first in");
        var second = grain.Hold("second", "open");
        Witness.Of(key).Open("open");
        await grain.Pass("passed");
        Assert.Equal(["first in", "passed"], Witness.Of(key).Seen);
        Witness.Of(key).Open("gate");
        await Task.WhenAll(first, second);
        Assert.Equal(["first in", "passed", "first out", "second in", "second out"], Witness.Of(key).Seen);
    }

    [Fact]
    public async Task Reentrant_CallDuringAnother_RunsAtItsAwait()
    {
        var key = Cluster.Key();
        var grain = cluster.Grains.GetGrain<IReentrantGrain>(key);
        Witness.Of(key).Open("open");
        var first = grain.Hold("first", "gate");
        await Witness.Of(key).Until("first in");
        await grain.Hold("second", "open");
        Witness.Of(key).Open("gate");
        await first;
        Assert.Equal(["first in", "second in", "second out", "first out"], Witness.Of(key).Seen);
    }

    [Fact]
    public async Task Reentrant_ManyCallsAtOnce_NeverTwoTurnsAtOnce()
    {
        var key = Cluster.Key();
        var grain = cluster.Grains.GetGrain<IReentrantGrain>(key);
        var calls = Enumerable.Range(0, 300).Select(i => Task.Run(() => grain.Hold($"{i}", $"{i % 7}"))).ToArray();
        for (var i = 0; i < 7; i++)
            Witness.Of(key).Open($"{i}");
        await Task.WhenAll(calls);
        Assert.DoesNotContain("two turns at once", Witness.Of(key).Seen);
    }

    [Fact]
    public async Task AlwaysInterleave_BehindAWaitingCall_OvertakesIt()
    {
        var key = Cluster.Key();
        var grain = cluster.Grains.GetGrain<IQueueingGrain>(key);
        var first = grain.Hold("first", "gate");
        await Witness.Of(key).Until("first in");
        var queued = grain.Hold("queued", "gate");
        await grain.Pass("passed");
        Assert.Equal(["first in", "passed"], Witness.Of(key).Seen);
        Witness.Of(key).Open("gate");
        await Task.WhenAll(first, queued);
    }

    [Fact]
    public async Task ReadOnly_DuringAReadOnlyCall_Runs()
    {
        var key = Cluster.Key();
        var grain = cluster.Grains.GetGrain<IQueueingGrain>(key);
        Witness.Of(key).Open("open");
        var first = grain.Read("first", "gate");
        await Witness.Of(key).Until("first in");
        await grain.Read("second", "open");
        var writing = grain.Hold("writing", "open");
        await grain.Pass("passed");
        Assert.Equal(["first in", "second in", "second out", "passed"], Witness.Of(key).Seen);
        Witness.Of(key).Open("gate");
        await Task.WhenAll(first, writing);
    }

    [Fact]
    public async Task Await_InAGrain_GoesOnInTheGrainsScheduler() =>
        Assert.True(await cluster.Grains.GetGrain<IQueueingGrain>(Cluster.Key()).ResumesWhereItWas());

    [Fact]
    public async Task TaskRun_InAGrain_LeavesTheGrainsScheduler() =>
        Assert.True(await cluster.Grains.GetGrain<IQueueingGrain>(Cluster.Key()).TaskRunLeaves());
}
