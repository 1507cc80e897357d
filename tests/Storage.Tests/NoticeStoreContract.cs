using GridGrains.Board;

namespace GridGrains.Storage.Tests;

/// <summary>What the store of notices keeps to in every database.</summary>
public abstract class NoticeStoreContract(TestDatabase test) : DatabaseTests(test)
{
    private const string Campaign = "duty";

    private static readonly DateTime At = new(2022, 10, 6, 1, 2, 3, DateTimeKind.Utc);
    private static readonly Guid First = Guid.Parse("0199b1c2-7c3f-7b10-8a21-6d5f4e3c2b1a");
    private static readonly Guid Second = Guid.Parse("0199b1c2-7c3f-7b10-8a21-6d5f4e3c2b1b");

    private NoticeStore Store => field ??= new(Database, TimeProvider.System);

    [Fact]
    public async Task Add_ComesBackNewestFirstAndOnce()
    {
        Assert.True(await Store.AddAsync(NewNotice(First), "steward", Cancellation));
        Assert.True(await Store.AddAsync(NewNotice(Second, minute: 1) with { Text = new(null, "it's \"𠮷\"") }, "steward", Cancellation));
        Assert.False(await Store.AddAsync(NewNotice(First) with { Text = new("别的", null) }, "steward", Cancellation));
        Assert.True(await Store.AddAsync(NewNotice(First) with { Campaign = "other" }, "steward", Cancellation));

        var all = await Store.NewestAsync(Campaign, 10, Cancellation);
        Assert.Equal([NewNotice(Second, minute: 1) with { Text = new(null, "it's \"𠮷\"") }, NewNotice(First)], all);
        Assert.Equal([Second], (await Store.NewestAsync(Campaign, 1, Cancellation)).Select(n => n.Id));
        Assert.Equal(NewNotice(First), await Store.FindAsync(Campaign, First, Cancellation));
        Assert.Null(await Store.FindAsync("none", First, Cancellation));
    }

    [Fact]
    public async Task Acknowledge_HoweverOften_CountsOnce()
    {
        await Store.AddAsync(NewNotice(First), "steward", Cancellation);
        await Store.AddAsync(NewNotice(Second), "steward", Cancellation);

        var totals = await AcknowledgeAsync(Of(First, "a.g1"), Of(First, "a.g2"), Of(Second, "a.g1"), Of(First, "a.g1"), Of(First, "a.desk", counts: false));
        Assert.Equal((2, 1), (totals[First], totals[Second]));
        totals = await AcknowledgeAsync(Of(First, "a.g1"), Of(First, "a.g1.x"), Of(First, "a.g10"));
        Assert.Equal(4, totals[First]);

        Assert.Equal(4, (await Store.FindAsync(Campaign, First, Cancellation))!.AcknowledgedBy);
        Assert.Equal(
            ["a.g1", "a.g1.x"], (await Store.AcknowledgersAsync(Campaign, First, PlaceId.Parse("a.g1"), Cancellation)).Select(p => p.Value).Order());
        Assert.Equal([First, Second], (await Store.AcknowledgedAsync(Campaign, PlaceId.Parse("a.g1"), Cancellation)).Order());
    }

    [Fact]
    public async Task Acknowledge_ByWritersAtOnce_CountsEachLeafOnce()
    {
        await Store.AddAsync(NewNotice(First), "steward", Cancellation);
        await using var otherDatabase = Database.Of(Test.Options, TimeProvider.System);
        var other = new NoticeStore(otherDatabase, TimeProvider.System);

        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(
            () => (i % 2 == 0 ? Store : other).AcknowledgeAsync(
                Campaign, [.. Enumerable.Range(0, 20).Select(n => Of(First, $"a.g{(n + i) % 25}"))], Cancellation), Cancellation)));

        Assert.Equal(25, (await Store.FindAsync(Campaign, First, Cancellation))!.AcknowledgedBy);
    }

    private static Notice NewNotice(Guid id, int minute = 0) =>
        new(id, Campaign, PlaceId.Parse("a"), new NoticeText("今晚八点前上报", "Before eight"), At.AddMinutes(minute), 0, 0);

    private static Acknowledgement Of(Guid notice, string place, bool counts = true) => new(notice, PlaceId.Parse(place), counts, At, "somebody");

    private Task<IReadOnlyDictionary<Guid, int>> AcknowledgeAsync(params Acknowledgement[] all) => Store.AcknowledgeAsync(Campaign, all, Cancellation);
}

public sealed class SqliteNoticeStoreTests() : NoticeStoreContract(new SqliteTestDatabase());

public sealed class PostgresNoticeStoreTests(PostgresFixture fixture) : NoticeStoreContract(new PostgresTestDatabase(fixture));
