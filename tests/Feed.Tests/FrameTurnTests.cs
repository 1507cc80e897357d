using GridGrains.Gateway;

namespace GridGrains.Feed.Tests;

public sealed class FrameTurnTests
{
    private readonly FrameTurn turn = new();

    [Fact]
    public async Task Take_WhileSomebodyHasIt_WaitsUntilItIsReturned()
    {
        await turn.TakeAsync();

        var hub = turn.TakeAsync().AsTask();
        var push = turn.TakeToPushAsync().AsTask();
        Assert.False(hub.IsCompleted);
        Assert.False(push.IsCompleted);
        Assert.False(turn.TryTakeToPush());

        turn.Return();
        var first = await Task.WhenAny(hub, push);
        var other = first == hub ? push : hub;
        Assert.False(turn.TryTakeToPush());
        Assert.False(other.IsCompleted);
        turn.Return();
        await other;
    }

    [Fact]
    public async Task Push_WhileTheHubComposes_WaitsUntilTheMessageHasGone()
    {
        turn.Compose();
        var push = turn.TakeToPushAsync().AsTask();

        await turn.TakeAsync();
        turn.Return();
        Assert.False(turn.TryTakeToPush());

        await turn.TakeAsync();
        turn.Return(composed: true);
        await push;
    }

    [Fact]
    public async Task ManyAtOnce_NeverHaveItTogether()
    {
        var (inside, most) = (0, 0);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() => TakeAndReturnAsync(n % 2 == 0))));

        Assert.Equal(1, most);

        async Task TakeAndReturnAsync(bool toPush)
        {
            for (var i = 0; i < 2_000; i++)
            {
                await (toPush ? turn.TakeToPushAsync() : turn.TakeAsync());
                most = Math.Max(most, Interlocked.Increment(ref inside));
                if (i % 10 == 0)
                    await Task.Yield();
                Interlocked.Decrement(ref inside);
                turn.Return();
            }
        }
    }
}
