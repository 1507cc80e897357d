using GridGrains.Journal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace GridGrains.Grains.Tests.Journal;

public sealed class GroupCommitTests : IAsyncLifetime
{
    private static readonly LedgerKey One = new("c", PlaceId.Parse("a.one"));
    private static readonly LedgerKey Two = new("c", PlaceId.Parse("a.two"));

    private readonly HeldStore store = new();
    private readonly GroupCommit group;

    public GroupCommitTests() => group = New(new());

    public async ValueTask InitializeAsync() => await group.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await group.StopAsync(now.Token);
        group.Dispose();
    }

    [Fact]
    public async Task Append_IsNotAnsweredBeforeItsCommit()
    {
        var append = await AppendAsync(group.OpenWriter(), One, 1);
        await store.NextBatchAsync();
        Assert.False(append.IsCompleted);
        store.LetThrough();
        Assert.Equal(AppendOutcome.Committed, await append);
    }

    [Fact]
    public async Task Append_WhileACommitIsUnderWay_AllGoInTheNextBatchInTheirOrder()
    {
        var (one, two) = (group.OpenWriter(), group.OpenWriter());
        var first = await AppendAsync(one, One, 1);
        await store.NextBatchAsync();
        Task<AppendOutcome>[] waiting = [await AppendAsync(one, One, 2), await AppendAsync(two, Two, 1), await AppendAsync(one, One, 3)];
        store.LetThrough();
        var batch = await store.NextBatchAsync();
        Assert.Equal([(One, 2), (Two, 1), (One, 3)], batch.Select(e => (e.Ledger, (int)e.Sequence)));
        store.LetThrough();
        Assert.All(await Task.WhenAll([first, .. waiting]), o => Assert.Equal(AppendOutcome.Committed, o));
    }

    [Fact]
    public async Task Append_FencedLedger_EndsItsWriterAndNoOther()
    {
        var (one, two) = (group.OpenWriter(), group.OpenWriter());
        var plug = await AppendAsync(group.OpenWriter(), new("c", PlaceId.Parse("a.plug")), 1);
        await store.NextBatchAsync();
        var (lost, kept) = (await AppendAsync(one, One, 1), await AppendAsync(two, Two, 1));
        store.LetThrough();
        await store.NextBatchAsync();
        var behind = await AppendAsync(one, One, 2);
        store.LetThrough(One);
        Assert.Equal([AppendOutcome.Committed, AppendOutcome.Fenced, AppendOutcome.Committed, AppendOutcome.Fenced], await Task.WhenAll(plug, lost, kept, behind));
        Assert.True(one.IsBroken);
        Assert.False(two.IsBroken);
        Assert.DoesNotContain(store.Entries, e => e.Ledger == One && e.Sequence == 2);
    }

    [Fact]
    public async Task Append_CommitFails_OutcomeIsUnknownAndNothingQueuedIsSentAfterIt()
    {
        var (one, two) = (group.OpenWriter(), group.OpenWriter());
        var first = await AppendAsync(one, One, 1);
        await store.NextBatchAsync();
        var (sameLedger, otherLedger) = (await AppendAsync(one, One, 2), await AppendAsync(two, Two, 1));
        store.Fail();
        Assert.Equal([AppendOutcome.Unknown, AppendOutcome.Fenced, AppendOutcome.Fenced], await Task.WhenAll(first, sameLedger, otherLedger));
        Assert.Single(store.Entries);

        var next = await AppendAsync(group.OpenWriter(), One, 1);
        await store.NextBatchAsync();
        store.LetThrough();
        Assert.Equal(AppendOutcome.Committed, await next);
    }

    [Fact]
    public async Task Append_CommitHangs_IsUnknownAfterTheTimeout()
    {
        using var impatient = New(new() { CommitTimeout = TimeSpan.FromMilliseconds(100) });
        await impatient.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal(AppendOutcome.Unknown, await await AppendAsync(impatient.OpenWriter(), One, 1, impatient));
    }

    [Fact]
    public async Task Append_StoreDoesNotHeedItsDeadline_IsUnknownAfterTheTimeoutAllTheSame()
    {
        store.IsDeaf = true;
        using var impatient = New(new() { CommitTimeout = TimeSpan.FromMilliseconds(100) });
        await impatient.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal(AppendOutcome.Unknown, await await AppendAsync(impatient.OpenWriter(), One, 1, impatient));
    }

    [Fact]
    public async Task Health_IsThatOfTheLastCommits()
    {
        var age = TimeSpan.FromMinutes(1);
        Assert.False(group.HasCommittedWithin(age) || group.HasFailedWithin(age));
        var good = await AppendAsync(group.OpenWriter(), One, 1);
        await store.NextBatchAsync();
        store.LetThrough();
        await good;
        Assert.True(group.HasCommittedWithin(age));
        Assert.False(group.HasFailedWithin(age));
        var bad = await AppendAsync(group.OpenWriter(), One, 2);
        await store.NextBatchAsync();
        store.Fail();
        await bad;
        Assert.True(group.HasFailedWithin(age));
        Assert.False(group.HasFailedWithin(TimeSpan.Zero));
    }

    [Fact]
    public async Task WaitForRoom_FullQueue_IsRefusedInTimeAndThereAgainAfterACommit()
    {
        using var small = New(new() { QueueLimit = 1_000, RoomTimeout = TimeSpan.FromMilliseconds(50) });
        await small.StartAsync(TestContext.Current.CancellationToken);
        var room = await small.WaitForRoomAsync(1_000);
        var append = small.OpenWriter().Append(Entry(One, 1), room!);
        await store.NextBatchAsync();
        Assert.Null(await small.WaitForRoomAsync(1));
        store.LetThrough();
        await append;
        using var again = await small.WaitForRoomAsync(1);
        Assert.NotNull(again);
    }

    [Fact]
    public async Task Stop_QueuedAppends_AreStillWritten()
    {
        var first = await AppendAsync(group.OpenWriter(), One, 1);
        await store.NextBatchAsync();
        var second = await AppendAsync(group.OpenWriter(), Two, 1);
        var stop = group.StopAsync(TestContext.Current.CancellationToken);
        store.LetThrough();
        await store.NextBatchAsync();
        store.LetThrough();
        await stop;
        Assert.Equal([AppendOutcome.Committed, AppendOutcome.Committed], await Task.WhenAll(first, second));
        Assert.Equal(AppendOutcome.Fenced, await await AppendAsync(group.OpenWriter(), One, 2));
    }

    private GroupCommit New(GroupCommitOptions options) =>
        new(store, Options.Create(options), TimeProvider.System, NullLogger<GroupCommit>.Instance);

    private Task<Task<AppendOutcome>> AppendAsync(JournalWriter writer, LedgerKey ledger, long sequence) =>
        AppendAsync(writer, ledger, sequence, group);

    private static async Task<Task<AppendOutcome>> AppendAsync(JournalWriter writer, LedgerKey ledger, long sequence, GroupCommit room) =>
        writer.Append(Entry(ledger, sequence), (await room.WaitForRoomAsync(1))!);

    private static JournalEntry Entry(LedgerKey ledger, long sequence) =>
        new(ledger, sequence, Guid.NewGuid(), "somebody", Facts.Start, "[]"u8.ToArray());
}
