using System.Collections.Immutable;
using System.Threading.Channels;
using GridGrains.Feed.Tests;
using GridGrains.RollUp;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace GridGrains.Grains.Tests.RollUp;

public sealed class AreaOutboxTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly DateTime Noon = new(2022, 10, 7, 4, 0, 0, DateTimeKind.Utc);

    private readonly ManualTime time = new();
    private readonly Channel<ImmutableArray<PlaceCounts>> messages = Channel.CreateUnbounded<ImmutableArray<PlaceCounts>>();
    private readonly RollUpPace pace;
    private readonly AreaOutbox outbox;
    private Task answer = Task.CompletedTask;

    public AreaOutboxTests()
    {
        pace = new(Options.Create(new RollUpOptions { Interval = Interval }), time, NullLogger<RollUpPace>.Instance);
        outbox = new(LedgerKey.Parse("drill/town.village"), Send, pace, time, NullLogger.Instance);
    }

    public void Dispose() => pace.Dispose();

    [Fact]
    public async Task Put_AfterARest_IsSentAtOnce()
    {
        outbox.Put(Counts("a", 1));
        Assert.Equal([("a", 1)], Said(await NextAsync()));
    }

    [Fact]
    public async Task Put_WithinTheInterval_WaitsForItsEndWithTheOthersAndOnlyTheNewest()
    {
        outbox.Put(Counts("a", 1));
        await NextAsync();
        outbox.Put(Counts("a", 2));
        outbox.Put(Counts("b", 7));
        outbox.Put(Counts("a", 3));
        outbox.Put(Counts("b", 6));
        time.Advance(Interval - TimeSpan.FromMilliseconds(1));
        Assert.False(messages.Reader.TryRead(out _));
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal([("a", 3), ("b", 7)], Said(await NextAsync()));
        time.Advance(Interval * 3);
        Assert.False(messages.Reader.TryRead(out _));
    }

    [Fact]
    public async Task Put_WhileAMessageIsUnderWay_WaitsForItsEnd()
    {
        var first = new TaskCompletionSource();
        answer = first.Task;
        outbox.Put(Counts("a", 1));
        await NextAsync();
        outbox.Put(Counts("a", 2));
        time.Advance(Interval * 5);
        Assert.False(messages.Reader.TryRead(out _));
        first.SetResult();
        Assert.Equal([("a", 2)], Said(await NextAsync()));
    }

    [Fact]
    public async Task AMessageThatFailed_IsSentAgainLessAndLessOften_WithWhatIsNewerSince()
    {
        var failing = new TaskCompletionSource();
        answer = failing.Task;
        outbox.Put(Counts("a", 1));
        outbox.Put(Counts("b", 1));
        await NextAsync();
        outbox.Put(Counts("a", 2));
        failing.SetException(new TimeoutException());
        time.Advance(Interval);
        Assert.False(messages.Reader.TryRead(out _));
        answer = Task.FromException(new TimeoutException());
        time.Advance(Interval);
        Assert.Equal([("a", 2), ("b", 1)], Said(await NextAsync()));
        answer = Task.CompletedTask;
        time.Advance(Interval * 3);
        Assert.False(messages.Reader.TryRead(out _));
        time.Advance(Interval);
        Assert.Equal([("a", 2), ("b", 1)], Said(await NextAsync()));
    }

    [Fact]
    public async Task Flush_OfWhatRests_SendsItNow()
    {
        outbox.Put(Counts("a", 1));
        await NextAsync();
        await outbox.FlushAsync();
        outbox.Put(Counts("a", 2));
        var flushed = outbox.FlushAsync();
        Assert.Equal([("a", 2)], Said(await NextAsync()));
        await flushed.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        time.Advance(Interval * 2);
        Assert.False(messages.Reader.TryRead(out _));
    }

    [Fact]
    public async Task Flush_WhileAMessageIsUnderWay_EndsWhenWhatCameSinceHasBeenSentToo()
    {
        var first = new TaskCompletionSource();
        answer = first.Task;
        outbox.Put(Counts("a", 1));
        await NextAsync();
        outbox.Put(Counts("b", 1));
        var flushed = outbox.FlushAsync();
        answer = Task.CompletedTask;
        Assert.False(flushed.IsCompleted);
        first.SetResult();
        Assert.Equal([("b", 1)], Said(await NextAsync()));
        await flushed.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Flush_ToAnAreaThatCannotBeReached_EndsAllTheSame()
    {
        answer = Task.FromException(new TimeoutException());
        outbox.Put(Counts("a", 1));
        await outbox.FlushAsync().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task TheTraceOfWhatWasReplaced_GoesOn()
    {
        outbox.Put(Counts("a", 1));
        await NextAsync();
        outbox.Put(Counts("a", 2) with { Trace = "00-1-2-01" });
        outbox.Put(Counts("a", 3));
        time.Advance(Interval);
        Assert.Equal("00-1-2-01", Assert.Single(await NextAsync()).Trace);
    }

    private static PlaceCounts Counts(string leaf, long version) =>
        new(PlaceId.Parse($"town.village.{leaf}"), version, Noon.AddSeconds(version), CountVector.Zero);

    private static IEnumerable<(string Leaf, long Version)> Said(ImmutableArray<PlaceCounts> message) =>
        message.Select(c => (c.Place.Value.Split('.')[^1], c.Version)).Order();

    private Task Send(ImmutableArray<PlaceCounts> message)
    {
        var given = answer;
        Assert.True(messages.Writer.TryWrite(message));
        return given;
    }

    private Task<ImmutableArray<PlaceCounts>> NextAsync() =>
        messages.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
}
