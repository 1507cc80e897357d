using System.Text.Json;

namespace GridGrains.Storage.Tests;

/// <summary>What the store of webhooks keeps to in every database.</summary>
public abstract class WebhookStoreContract(TestDatabase test) : DatabaseTests(test)
{
    private const string Campaign = "duty";
    private const string Secret = "whsec_bm90IGEgc2VjcmV0OiBhbiBleGFtcGxlIG9mIG9uZQ==";

    private static readonly DateTime At = new(2022, 10, 6, 1, 2, 3, DateTimeKind.Utc);

    private WebhookStore Store => field ??= new(Database, TimeProvider.System);

    private AlertStore Alerts => field ??= new(Database, TimeProvider.System);

    [Fact]
    public async Task Add_ComesBackWithItsSecret_Once_AndIsInTheTrail()
    {
        var webhook = New("a.v1", WebhookTopic.Counts) with { Depth = 2 };
        Assert.True(await Store.AddAsync(webhook, Secret, "steward", Cancellation));
        Assert.False(await Store.AddAsync(webhook with { Url = "https://other.example/" }, Secret, "steward", Cancellation));
        Assert.Equal([(webhook, Secret)], await Store.ListAsync(Campaign, Cancellation));
        Assert.Equal([Campaign], await Store.CampaignsAsync(Cancellation));
        Assert.True(await Store.RemoveAsync(webhook, "steward", Cancellation));
        Assert.False(await Store.RemoveAsync(webhook, "steward", Cancellation));
        Assert.Empty(await Store.ListAsync(Campaign, Cancellation));
        var trail = await new TrailStore(Database).EntriesAsync(new(Campaign, PlaceId.Parse("a")), long.MaxValue, 10);
        Assert.Equal(["removeWebhook", "registerWebhook"], trail.Select(entry => entry.What));
        Assert.All(trail, entry => Assert.Equal((webhook.Id.ToString(), "a.v1", "steward"), (entry.About, entry.Place.Value, entry.Who)));
    }

    [Fact]
    public async Task Alerts_AreQueuedForWhoHearsThem_WhatStoodBeforeFirst()
    {
        var (before, elsewhere) = (New("a.v1.g1", 0), New("a.v10.g1", 0));
        await Alerts.SaveAsync(Campaign, [before, elsewhere], Cancellation);
        var (village, town, counts) = (New("a.v1", WebhookTopic.Alerts), New("a", WebhookTopic.Alerts), New("a", WebhookTopic.Counts));
        foreach (var webhook in new[] { village, town, counts })
            await Store.AddAsync(webhook, Secret, "steward", Cancellation);
        var after = New("a.v1.g1", 5);
        await Alerts.SaveAsync(Campaign, [after, before with { ClearedAt = At.AddMinutes(5) }], Cancellation);
        await Alerts.AcknowledgeAsync(new(Campaign, PlaceId.Parse("a")), after.Id, "steward", Cancellation);

        Assert.Equal(
            [(1, before.Id, false, false), (2, after.Id, false, false), (3, before.Id, false, true), (4, after.Id, true, false)],
            await TakeAllAsync(village));
        Assert.Equal([1L, 2, 3, 4, 5], (await TakeAllAsync(town)).Select(told => told.Number));
        Assert.Empty(await TakeAllAsync(counts));
    }

    [Fact]
    public async Task ManyWriters_AtOnce_NumberWithoutGapsAndLoseNothing()
    {
        var early = New("a", WebhookTopic.Alerts);
        await Store.AddAsync(early, Secret, "steward", Cancellation);
        var late = New("a", WebhookTopic.Alerts);
        var writers = Enumerable.Range(0, 8).Select(writer => Task.Run(
            async () =>
            {
                for (var i = 0; i < 10; i++)
                    await Alerts.SaveAsync(Campaign, [New($"a.g{writer}", i)], Cancellation);
            },
            Cancellation)).ToList();
        await Store.AddAsync(late, Secret, "steward", Cancellation);
        await Task.WhenAll(writers);
        foreach (var webhook in new[] { early, late })
        {
            var told = await TakeAllAsync(webhook);
            Assert.Equal(Enumerable.Range(1, 80).Select(number => (long)number), told.Select(t => t.Number));
            Assert.Equal(80, told.DistinctBy(t => t.Alert).Count());
        }
    }

    [Fact]
    public async Task Purge_AndRemoval_TakeOutWhatWaits()
    {
        var (one, other) = (New("a", WebhookTopic.Alerts), New("a", WebhookTopic.Alerts));
        await Store.AddAsync(one, Secret, "steward", Cancellation);
        await Store.AddAsync(other, Secret, "steward", Cancellation);
        await Alerts.SaveAsync(Campaign, [New("a.g1", 0), New("a.g1", 1) with { Subject = null }, New("a.g2", 2)], Cancellation);
        await Store.RemoveAsync(other, "steward", Cancellation);
        Assert.Equal((3, 0), (await Store.WaitingAsync(Campaign, one.Id, Cancellation), await Store.WaitingAsync(Campaign, other.Id, Cancellation)));
        await Alerts.PurgeAsync(new(Campaign, PlaceId.Parse("a.g1")), Cancellation);
        Assert.Equal([2L, 3], (await TakeAllAsync(one)).Select(told => told.Number));
    }

    private static Webhook New(string place, WebhookTopic topic) => new(Guid.NewGuid(), Campaign, PlaceId.Parse(place), topic, 0, "https://hooks.example/?a=1", At);

    private static Alert New(string place, int minute) => new(
        Guid.NewGuid(), "post.short", AlertSeverity.Warning, Campaign, PlaceId.Parse(place), "site-1", At.AddMinutes(minute), "采样点1缺员", "it's \"short\"",
        Reached: PlaceId.Parse(place));

    private async Task<List<(long Number, Guid Alert, bool Acknowledged, bool Cleared)>> TakeAllAsync(Webhook webhook)
    {
        List<(long, Guid, bool, bool)> taken = [];
        while (await Store.NextAsync(Campaign, webhook.Id, Cancellation) is { } next)
        {
            var alert = JsonSerializer.Deserialize<JsonElement>(next.Body);
            Assert.Equal(("采样点1缺员", next.Place), (alert.GetProperty("title").GetProperty("zh").GetString(), alert.GetProperty("place").GetString()));
            taken.Add((next.Number, alert.GetProperty("id").GetGuid(), alert.GetProperty("acknowledged").GetBoolean(), alert.TryGetProperty("clearedAt", out _)));
            await Store.ToldAsync(Campaign, webhook.Id, next.Number, Cancellation);
        }
        return taken;
    }
}

public sealed class SqliteWebhookStoreTests() : WebhookStoreContract(new SqliteTestDatabase());

public sealed class PostgresWebhookStoreTests(PostgresFixture fixture) : WebhookStoreContract(new PostgresTestDatabase(fixture));
