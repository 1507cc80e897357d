using GridGrains.Conformance.Grains;
using Xunit;

namespace GridGrains.Conformance;

public sealed class TimerTests(Cluster cluster)
{
    private ITimerGrain Grain(string key) => cluster.Grains.GetGrain<ITimerGrain>(key);

    [Fact]
    public async Task Timer_WithAPeriod_TicksAsTurnsOfItsGrain()
    {
        var key = Cluster.Key();
        await Grain(key).Start("tick", interleave: false);
        await Witness.Of(key).Until("tick", times: 3);
        Assert.DoesNotContain("not a turn", Witness.Of(key).Seen);
        await Grain(key).Stop();
    }

    [Fact]
    public async Task Timer_Disposed_TicksNoMore()
    {
        var key = Cluster.Key();
        await Grain(key).Start("tick", interleave: false);
        await Witness.Of(key).Until("tick");
        await Grain(key).Stop();
        var ticks = Witness.Of(key).Seen.Length;
        // The second timer's ticks tell that time has passed.
        await Grain(key).Start("other", interleave: false);
        await Witness.Of(key).Until("other", times: 5);
        Assert.Equal(ticks, Witness.Of(key).Seen.Count(each => each == "tick"));
        await Grain(key).Stop();
    }

    [Fact]
    public async Task Timer_WithAnInfinitePeriod_TicksOnce()
    {
        var key = Cluster.Key();
        await Grain(key).StartOnce("once");
        await Witness.Of(key).Until("once");
        await Grain(key).Start("other", interleave: false);
        await Witness.Of(key).Until("other", times: 3);
        Assert.Single(Witness.Of(key).Seen, "once");
        await Grain(key).Stop();
    }

    [Fact]
    public async Task Timer_Changed_TicksAtItsNewTime()
    {
        var key = Cluster.Key();
        await Grain(key).StartLate("tick");
        Assert.Empty(Witness.Of(key).Seen);
        await Grain(key).HurryUp();
        await Witness.Of(key).Until("tick", times: 2);
        await Grain(key).Stop();
    }

    [Fact]
    public async Task Timer_TickFails_TicksAgain()
    {
        var key = Cluster.Key();
        await Grain(key).Start("tick", interleave: false, failing: true);
        await Witness.Of(key).Until("tick", times: 3);
        await Grain(key).Stop();
    }

    [Fact]
    public async Task Timer_ThatInterleaves_TicksDuringACall()
    {
        var key = Cluster.Key();
        var held = Grain(key).Hold("gate");
        await Witness.Of(key).Until("held");
        Witness.Of(key).Open("gate");
        await held;

        await Grain(key).Start("tick", interleave: true);
        held = Grain(key).Hold("second gate");
        await Witness.Of(key).Until("held", times: 2);
        var ticks = Witness.Of(key).Seen.Count(each => each == "tick");
        await Witness.Of(key).Until("tick", times: ticks + 2);
        Witness.Of(key).Open("second gate");
        await held;
        await Grain(key).Stop();
    }

    [Fact]
    public async Task Timer_ThatDoesNotInterleave_WaitsForTheCallToEnd()
    {
        var (key, clock) = (Cluster.Key(), Cluster.Key());
        await Grain(key).Start("tick", interleave: false);
        var held = Grain(key).Hold("gate");
        await Witness.Of(key).Until("held");
        // Another grain's ticks tell that time has passed.
        await Grain(clock).Start("tick", interleave: false);
        await Witness.Of(clock).Until("tick", times: 5);
        await Grain(clock).Stop();
        Witness.Of(key).Open("gate");
        await held;
        var seen = Witness.Of(key).Seen;
        Assert.Equal("let go", seen[Array.IndexOf(seen, "held") + 1]);
        await Grain(key).Stop();
    }

    [Fact]
    public async Task Timer_DisposedDuringATick_CancelsItsToken()
    {
        var key = Cluster.Key();
        await Grain(key).StartWaitingForItsToken();
        await Witness.Of(key).Until("ticking");
        await Grain(key).Stop();
        await Witness.Of(key).Until("cancelled");
    }
}
