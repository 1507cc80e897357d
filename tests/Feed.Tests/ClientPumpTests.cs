using GridGrains.Gateway;

namespace GridGrains.Feed.Tests;

/// <summary>The pump alone, on one thread and a clock that stands.</summary>
public sealed class ClientPumpTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    private readonly ManualTime time = new();
    private readonly List<HubPush?> written = [];
    private readonly ClientPump pump;
    private TaskCompletionSource? stalled;
    private bool aborted;

    public ClientPumpTests() => pump = Pump(DateTimeOffset.MaxValue);

    public void Dispose() => pump.Dispose();

    [Fact]
    public void Wake_WithNews_SendsAtOnce()
    {
        var slot = Open("town");

        Change(slot);

        Assert.Equal([slot.Newest], written);
    }

    [Fact]
    public void Wake_WithoutNews_SendsNothing()
    {
        var slot = Open("town");

        pump.Wake(slot, time.GetTimestamp());

        Assert.Empty(written);
    }

    [Fact]
    public void Wake_WithinTheInterval_SendsTheNewestWhenItIsOver()
    {
        var slot = Open("town");
        Change(slot);
        time.Advance(Interval / 2);
        Change(slot);
        Change(slot);

        time.Advance((Interval / 2) - Millisecond);
        Assert.Single(written);
        time.Advance(Millisecond);

        Assert.Equal(slot.Newest, written[^1]);
        Assert.Equal(2, written.Count);
    }

    [Theory]
    [InlineData(20, 100)] // late by less than a quarter of the interval: the next publication is sent at once
    [InlineData(60, 135)] // later than that: at least three quarters lie between two messages
    public void Wake_ByALateThread_CountsTheIntervalFromThePublication(int late, int next)
    {
        var slot = Open("town");
        var published = time.GetTimestamp();
        time.Advance(TimeSpan.FromMilliseconds(late));
        slot.Change(time, published);
        Assert.Single(written);

        time.Advance(TimeSpan.FromMilliseconds(next - late - 1));
        Change(slot);
        Assert.Single(written);
        time.Advance(Millisecond);

        Assert.Equal([written[0], slot.Newest], written);
    }

    [Fact]
    public void Wake_SeveralSlots_SendsEachWithoutWaitingForAnothersInterval()
    {
        var (one, other) = (Open("town.north"), Open("town.south"));
        Change(one);
        Change(other);

        Assert.Equal([one.Newest, other.Newest], written);
    }

    [Fact]
    public void Wake_DuringAWrite_SendsOnlyTheNewestAfterIt()
    {
        var slot = Open("town");
        Stall();
        Change(slot);
        for (var i = 0; i < 100; i++)
        {
            time.Advance(Interval);
            Change(slot);
        }
        Assert.Single(written);

        Recover();

        Assert.Equal(2, written.Count);
        Assert.Equal(slot.Newest, written[1]);
    }

    [Fact]
    public void Recovered_WithinTheIntervalOfWhatWasSentLate_KeepsTheInterval()
    {
        var slot = Open("town");
        Stall();
        Change(slot);
        time.Advance(Interval * 2);
        Change(slot);
        Recover();
        Assert.Equal(2, written.Count);

        time.Advance(Interval / 10);
        Change(slot);
        time.Advance((Interval * 0.9) - Millisecond);
        Assert.Equal(2, written.Count);
        time.Advance(Millisecond);

        Assert.Equal(3, written.Count);
    }

    [Fact]
    public void Stalled_ForTheLimit_Aborts()
    {
        var slot = Open("town");
        Stall();
        Change(slot);

        time.Advance(StallLimit - Millisecond);
        Assert.False(aborted);
        time.Advance(Millisecond);

        Assert.True(aborted);
    }

    [Fact]
    public void Stalled_AgainAndAgainForLess_DoesNotAbort()
    {
        var slot = Open("town");
        for (var i = 0; i < 5; i++)
        {
            Stall();
            Change(slot);
            time.Advance(StallLimit - Millisecond);
            Recover();
        }
        Assert.False(aborted);
    }

    [Fact]
    public void Hold_DuringAWrite_EndsWithTheWrite()
    {
        var (written, held) = (Open("town.north"), Open("town.south"));
        Stall();
        Change(written);

        var holding = pump.HoldAsync([held]);
        Assert.False(holding.IsCompleted);
        Recover();

        Assert.True(holding.IsCompleted);
    }

    [Fact]
    public void Held_Slot_SendsNothingUntilItsAnswer()
    {
        var slot = Open("town");
        pump.HoldAsync([slot]);
        Change(slot);
        time.Advance(StallLimit);
        Assert.Empty(written);

        pump.Release([slot]);
        pump.Answered(slot, () => slot.Take());
        time.Advance(Interval);
        Assert.Empty(written);
        Change(slot);

        Assert.Equal([slot.Newest], written);
    }

    [Fact]
    public void Removed_Slot_SendsNothing()
    {
        var slot = Open("town");
        Change(slot);
        Change(slot);
        pump.Remove(slot);
        time.Advance(Interval);

        Change(slot);

        Assert.Single(written);
    }

    [Fact]
    public void Push_OutsideTheSubtree_IsNotSent()
    {
        var (outside, inside) = (Open("elsewhere"), Open("town.north"));

        Change(outside);
        Change(inside);

        Assert.Equal([inside.Newest], written);
    }

    [Fact]
    public void Push_AfterTheTokenHasExpired_AbortsInstead()
    {
        using var ending = Pump(time.GetUtcNow().AddMinutes(1));
        var slot = new StubSlot(ending, "town");
        ending.Release([slot]);
        time.Advance(TimeSpan.FromMinutes(1) - Millisecond);
        slot.Change(time);
        Assert.Single(written);
        time.Advance(Interval);

        slot.Change(time);

        Assert.True(aborted);
        Assert.Single(written);
    }

    private ClientPump Pump(DateTimeOffset expires) =>
        new(new ClientLink(FakeClient.Viewer("town"), expires, WriteAsync, _ => aborted = true), StallLimit, time);

    private StubSlot Open(string place)
    {
        var slot = new StubSlot(pump, place);
        pump.Release([slot]);
        time.Advance(TimeSpan.FromSeconds(1));
        return slot;
    }

    private void Change(StubSlot slot) => slot.Change(time);

    private void Stall() => stalled = new TaskCompletionSource();

    private void Recover()
    {
        var until = stalled!;
        stalled = null;
        until.SetResult();
    }

    private ValueTask WriteAsync(HubPush push)
    {
        written.Add(push);
        return stalled is { } until ? new ValueTask(until.Task) : ValueTask.CompletedTask;
    }

    private sealed class StubSlot(ClientPump pump, string place) : Slot(pump, PlaceId.Parse(place), ClientPumpTests.Interval)
    {
        private HubPush? given;

        public HubPush? Newest { get; private set; }

        public void Change(ManualTime time, long? published = null)
        {
            Newest = HubPush.Of("snapshot", 0, static (json, value) => json.WriteNumberValue(value));
            Pump.Wake(this, published ?? time.GetTimestamp(), time.GetTimestamp());
        }

        public override HubPush? Take()
        {
            if (ReferenceEquals(given, Newest))
                return null;
            given = Newest;
            return given;
        }

        public override Task<Exception?> AskAsync() => Task.FromResult<Exception?>(null);

        public override void Leave()
        {
        }
    }
}
