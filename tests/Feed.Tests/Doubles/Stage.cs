using GridGrains.Gateway;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace GridGrains.Feed.Tests;

/// <summary>The feed of a gateway on a clock that stands, with grains that say what they are told to.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly List<FakeClient> clients = [];

    public Stage(TimeProvider? time = null)
    {
        Grains = FakeGrains.Create(out var factory);
        var observer = new FeedObserver(factory, City, NullLogger<FeedObserver>.Instance);
        Feed = new SnapshotFeed(observer, City, new OptionsWrapper<FeedOptions>(Options), time ?? Time, NullLogger<SnapshotFeed>.Instance);
        Trees = new TreeFeed(Feed, City);
        Boards = new BoardFeed(factory, City, time ?? Time, NullLogger<BoardFeed>.Instance);
        Publicly = new PublicFeed(new PublicViews(factory, time ?? Time), City, time ?? Time);
    }

    public ManualTime Time { get; } = new();

    public CurrentCity City { get; } = Town.City();

    public FeedOptions Options { get; } = new();

    public FakeGrains Grains { get; }

    public SnapshotFeed Feed { get; }

    public TreeFeed Trees { get; }

    public BoardFeed Boards { get; }

    public PublicFeed Publicly { get; }

    public FakeClient Client(string role = "viewer")
    {
        var client = new FakeClient(Feed, Trees, Boards, Publicly, role);
        clients.Add(client);
        return client;
    }

    /// <summary>Lets time pass in steps until something has happened on another thread.</summary>
    public Task PassUntilAsync(TimeSpan step, Func<bool> condition, string what) => Until.TrueAsync(
        () =>
        {
            if (condition())
                return true;
            Time.Advance(step);
            return false;
        },
        what);

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients)
            client.Dispose();
        Trees.Dispose();
        Boards.Dispose();
        Publicly.Dispose();
        await Feed.DisposeAsync();
    }
}
