namespace GridGrains.Feed.Tests;

/// <summary>A grain of the public view that says what a test tells it to say.</summary>
internal sealed class FakePublicView : IPublicGrain
{
    private int asked;

    public int Asked => Volatile.Read(ref asked);

    public Func<PublicView> Answer { get; set; } = () => throw new InvalidOperationException("this test has no public view");

    public Task<PublicView> View()
    {
        Interlocked.Increment(ref asked);
        return Task.FromResult(Answer());
    }
}
