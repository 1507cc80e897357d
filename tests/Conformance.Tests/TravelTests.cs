using GridGrains.Conformance.Grains;
using Orleans.Serialization;
using Xunit;

namespace GridGrains.Conformance;

public sealed class TravelTests(Cluster cluster)
{
    private ITravelGrain Grain => cluster.Grains.GetGrain<ITravelGrain>(Cluster.Key());

    [Fact]
    public async Task Argument_WithoutSerializer_IsRefused() =>
        await Assert.ThrowsAsync<CodecNotFoundException>(async () => await Grain.Receive(new Stowaway("he")));

    [Fact]
    public async Task Result_WithoutSerializer_IsRefused()
    {
        var grain = Grain;
        await Assert.ThrowsAsync<CodecNotFoundException>(async () => await grain.Send(stowaway: true));
        Assert.IsType<Traveller>(await grain.Send(stowaway: false));
    }

    [Fact]
    public async Task Argument_InAListOfTheRefused_IsRefused() =>
        await Assert.ThrowsAsync<CodecNotFoundException>(async () => await Grain.Receive(new List<Stowaway> { new("he") }));

    [Fact]
    public async Task Record_WithListsAndRecordsInside_Arrives()
    {
        Traveller companion = new("companion", [3]);
        var back = await Grain.Through(new("traveller", [1, 2]), new Dictionary<string, Traveller> { ["companion"] = companion });
        Assert.Equal("traveller", back.Name);
        Assert.Equal([1, 2], back.Numbers);
        Assert.Equal([3], back.Companion!.Numbers);
    }

    [Fact]
    public async Task CancellationToken_CancelledByTheCaller_EndsTheCallAndIsSeenByTheGrain()
    {
        var key = Cluster.Key();
        using CancellationTokenSource source = new();
        var waiting = cluster.Grains.GetGrain<ITravelGrain>(key).WasCancelled(source.Token);
        await Witness.Of(key).Until("waiting");
        await source.CancelAsync();
        await Witness.Of(key).Until("cancelled");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }
}
