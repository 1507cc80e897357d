namespace GridGrains.Storage.Tests;

/// <summary>What the store of alerts keeps to in every database.</summary>
public abstract class AlertStoreContract(TestDatabase test) : DatabaseTests(test)
{
    private const string Campaign = "duty";

    private static readonly DateTime At = new(2022, 10, 6, 1, 2, 3, DateTimeKind.Utc);

    private AlertStore Store => field ??= new(Database, TimeProvider.System);

    [Fact]
    public async Task Save_ComesBackNewestFirstBelowAPlace()
    {
        var (first, second, other) = (New("a.v1.g1", 0), New("a.v1.g1", 2) with { Subject = null }, New("a.v10.g1", 1));
        Assert.Equal(3, (await SaveAsync(first, second, other)).Count);

        Assert.Equal([second, other, first], await ListAsync("a"));
        Assert.Equal([second, first], await ListAsync("a.v1"));
        Assert.Equal([second], await Store.NewestAsync(Key("a"), 1, Cancellation));
        Assert.Equal([first, second], (await Store.StandingAsync(Key("a.v1.g1"), Cancellation)).OrderBy(a => a.Since));
        Assert.Empty(await ListAsync("a.v1.g"));
    }

    [Fact]
    public async Task Save_Again_BringsUpToDateAndClears()
    {
        var alert = New("a.g1", 0);
        await SaveAsync(alert);
        await SaveAsync(alert with { Since = At.AddMinutes(-5), Severity = AlertSeverity.Critical });
        Assert.Equal([alert with { Since = At.AddMinutes(-5), Severity = AlertSeverity.Critical }], await ListAsync("a"));
        var cleared = Assert.Single(await SaveAsync(alert with { ClearedAt = At.AddMinutes(9) }));
        Assert.Equal(At.AddMinutes(9), cleared.ClearedAt);
        Assert.Empty(await ListAsync("a"));
        await SaveAsync(alert);
        Assert.Equal([alert], await ListAsync("a"));
    }

    [Fact]
    public async Task Raised_UntilAMoment_CountsByRuleWhateverBecameOfThem()
    {
        var third = New("a.g3", 0);
        await SaveAsync(New("a.g1", 0), New("a.g2", 0) with { Severity = AlertSeverity.Critical }, third, New("a.g3", 1) with { Rule = "other" });
        await SaveAsync(third with { ClearedAt = At.AddMinutes(9) });
        await Test.ExecuteAsync("UPDATE alerts SET raised_at = '2022-10-06T02:00:00.000000Z' WHERE place <> 'a.g1'", Cancellation);
        await Test.ExecuteAsync("UPDATE alerts SET raised_at = '2022-10-06T03:00:00.000000Z' WHERE place = 'a.g1'", Cancellation);

        var rule = New("a.g1", 0).Rule;
        Assert.Equal(
            [new("other", New("a.g1", 0).Severity, 1), new(rule, AlertSeverity.Critical, 1), new(rule, New("a.g1", 0).Severity, 1)],
            await Store.RaisedAsync(Campaign, At.Date.AddHours(2), Cancellation));
        Assert.Equal(4, (await Store.RaisedAsync(Campaign, At.Date.AddHours(3), Cancellation)).Sum(r => r.Raised));
        Assert.Empty(await Store.RaisedAsync(Campaign, At.Date, Cancellation));
    }

    [Fact]
    public async Task Acknowledge_StaysThroughChanges_AndTheFirstOneStands()
    {
        var alert = New("a.g1", 0);
        await SaveAsync(alert);
        Assert.Null(await Store.AcknowledgeAsync(Key("a.g2"), alert.Id, "nobody", Cancellation));
        Assert.Equal(alert with { Acknowledged = true }, await Store.AcknowledgeAsync(Key("a"), alert.Id, "first", Cancellation));
        await Store.AcknowledgeAsync(Key("a"), alert.Id, "second", Cancellation);
        Assert.True(Assert.Single(await SaveAsync(alert with { Since = At.AddMinutes(1) })).Acknowledged);
        Assert.Equal("first", await Test.TextAsync("SELECT acknowledged_by FROM alerts", Cancellation));
        await SaveAsync(alert with { ClearedAt = At.AddMinutes(2) });
        Assert.Null(await Store.AcknowledgeAsync(Key("a"), alert.Id, "late", Cancellation));
    }

    [Fact]
    public async Task Reached_GoesOn_UntilItIsAcknowledged()
    {
        var alert = New("a.v1.g1", 0);
        await SaveAsync(alert);
        var further = alert with { Reached = PlaceId.Parse("a.v1") };
        Assert.Equal([further], await SaveAsync(further));
        Assert.Equal([further], await Store.StandingAsync(Key("a.v1.g1"), Cancellation));
        await Store.AcknowledgeAsync(Key("a"), alert.Id, "steward", Cancellation);
        Assert.Equal([further with { Acknowledged = true }], await SaveAsync(alert with { Reached = PlaceId.Parse("a") }));
        Assert.Equal([further with { Acknowledged = true }], await ListAsync("a"));
    }

    private static Alert New(string place, int minute) => new(
        Guid.NewGuid(), "post.short", AlertSeverity.Warning, Campaign, PlaceId.Parse(place), "site-1", At.AddMinutes(minute), "采样点1缺员", "it's \"short\"",
        Reached: PlaceId.Parse(place));

    private static LedgerKey Key(string place) => new(Campaign, PlaceId.Parse(place));

    private Task<IReadOnlyList<Alert>> SaveAsync(params Alert[] alerts) => Store.SaveAsync(Campaign, alerts, Cancellation);

    private Task<IReadOnlyList<Alert>> ListAsync(string place) => Store.NewestAsync(Key(place), 10, Cancellation);
}

public sealed class SqliteAlertStoreTests() : AlertStoreContract(new SqliteTestDatabase());

public sealed class PostgresAlertStoreTests(PostgresFixture fixture) : AlertStoreContract(new PostgresTestDatabase(fixture));
