using System.Data.Common;
using System.Globalization;
using Dapper;
using GridGrains.Webhooks;

namespace GridGrains.Storage;

/// <summary>The webhooks of all campaigns in the database, and the alerts that they have still to be told of.</summary>
public sealed class WebhookStore(Database database, TimeProvider time)
{
    private const string Columns =
        "webhook AS Id, place AS Place, topic AS Topic, depth AS Depth, url AS Url, secret AS Secret, created_at AS CreatedAt";

    /// <summary>The campaigns that have webhooks.</summary>
    public Task<List<string>> CampaignsAsync(CancellationToken cancellation) =>
        QueryAsync<string>("SELECT DISTINCT campaign FROM webhooks ORDER BY campaign", new { }, cancellation);

    /// <summary>The webhooks of a campaign with their secrets, the oldest first.</summary>
    public async Task<List<(Webhook Webhook, string Secret)>> ListAsync(string campaign, CancellationToken cancellation)
    {
        var rows = await QueryAsync<WebhookRow>(
            $"SELECT {Columns} FROM webhooks WHERE campaign = @campaign ORDER BY created_at, webhook", new { campaign }, cancellation);
        return rows.ConvertAll(row => (row.ToWebhook(campaign), row.Secret));
    }

    /// <summary>
    /// Makes a webhook durable, with the alerts that stand as the first that it is told of; nothing if there is one of its id. No alert falls between those and
    /// the ones that are queued from then on.
    /// </summary>
    /// <returns>Whether it was made.</returns>
    public Task<bool> AddAsync(Webhook webhook, string secret, string by, CancellationToken cancellation) => database.WriteAsync(
        async transaction =>
        {
            // Whoever writes alerts has this table in its transaction: those under way end before, the others begin after.
            await ExecuteAsync(transaction, database.LockTable("webhooks"), new { }, cancellation);
            var made = await ExecuteAsync(
                transaction,
                """
                INSERT INTO webhooks (campaign, webhook, place, topic, depth, url, secret, created_at, created_by)
                VALUES (@campaign, @id, @place, @topic, @depth, @url, @secret, @createdAt, @by)
                ON CONFLICT (campaign, webhook) DO NOTHING
                """,
                new
                {
                    campaign = webhook.Campaign,
                    id = webhook.Id.ToString(),
                    place = webhook.Place.Value,
                    topic = CityRow.Code(webhook.Topic),
                    depth = webhook.Depth,
                    url = webhook.Url,
                    secret,
                    createdAt = Timestamp.Of(webhook.CreatedAt),
                    by,
                },
                cancellation) > 0;
            if (!made)
                return false;
            await AddToTrailAsync(transaction, webhook, by, "registerWebhook", cancellation);
            if (webhook.Topic == WebhookTopic.Alerts)
                await QueueAsync(database, transaction, webhook.Campaign, await AlertStore.StandingAsync(transaction, new(webhook.Campaign, webhook.Place), cancellation), webhook.Id, cancellation);
            return true;
        },
        cancellation);

    /// <summary>Takes out a webhook with all that waits for it.</summary>
    /// <returns>Whether there was one.</returns>
    public Task<bool> RemoveAsync(Webhook webhook, string by, CancellationToken cancellation) => database.WriteAsync(
        async transaction =>
        {
            var key = new { campaign = webhook.Campaign, id = webhook.Id.ToString() };
            if (await ExecuteAsync(transaction, "DELETE FROM webhooks WHERE campaign = @campaign AND webhook = @id", key, cancellation) == 0)
                return false;
            await ExecuteAsync(transaction, "DELETE FROM webhook_alerts WHERE campaign = @campaign AND webhook = @id", key, cancellation);
            await AddToTrailAsync(transaction, webhook, by, "removeWebhook", cancellation);
            return true;
        },
        cancellation);

    /// <summary>The first alert that a webhook has still to be told of; null if there is none.</summary>
    public async Task<QueuedAlert?> NextAsync(string campaign, Guid webhook, CancellationToken cancellation)
    {
        var rows = await QueryAsync<QueuedAlert>(
            """
            SELECT number AS Number, place AS Place, body AS Body FROM webhook_alerts
            WHERE campaign = @campaign AND webhook = @id ORDER BY number LIMIT 1
            """,
            new { campaign, id = webhook.ToString() },
            cancellation);
        return rows.Count > 0 ? rows[0] : null;
    }

    /// <summary>How many it has still to be told of.</summary>
    public async Task<long> WaitingAsync(string campaign, Guid webhook, CancellationToken cancellation) => (await QueryAsync<long>(
        "SELECT count(*) FROM webhook_alerts WHERE campaign = @campaign AND webhook = @id", new { campaign, id = webhook.ToString() }, cancellation))[0];

    /// <summary>It has been told of one.</summary>
    public Task ToldAsync(string campaign, Guid webhook, long number, CancellationToken cancellation) => database.WriteAsync(
        transaction => ExecuteAsync(
            transaction,
            "DELETE FROM webhook_alerts WHERE campaign = @campaign AND webhook = @id AND number = @number",
            new { campaign, id = webhook.ToString(), number },
            cancellation),
        cancellation);

    /// <summary>Queues changed alerts for the webhooks that are told of their places, with the write that changed them or not at all.</summary>
    /// <param name="database">Of the transaction.</param>
    /// <param name="transaction">That of the change; the webhooks are the last that it locks, so that writers who meet wait for each other and never in a ring.</param>
    /// <param name="campaign">Of all the alerts.</param>
    /// <param name="alerts">As they are after the change.</param>
    /// <param name="only">Only for this webhook; for all, if null.</param>
    /// <param name="cancellation">Ends the wait.</param>
    internal static async Task QueueAsync(
        Database database, DbTransaction transaction, string campaign, IReadOnlyList<Alert> alerts, Guid? only, CancellationToken cancellation)
    {
        if (alerts.Count == 0)
            return;
        // An update, which keeps out whoever else would number alerts of these webhooks: so numbers are in the order of commits, without gaps.
        var hearing = await QueryAsync<(string Webhook, string Place, long Queued)>(
            transaction,
            """
            UPDATE webhooks SET queued = queued WHERE campaign = @campaign AND topic = 'alerts' AND (@only IS NULL OR webhook = @only)
            RETURNING webhook, place, queued
            """,
            new { campaign, only = only?.ToString() },
            cancellation);
        foreach (var (webhook, place, queued) in hearing)
        {
            var root = PlaceId.Parse(place);
            var rows = alerts.Where(alert => alert.Place.IsWithin(root))
                .Select((alert, i) => new AlertRow(queued + i + 1, alert.Place.Value, alert.Subject, AlertBody.Of(alert))).ToList();
            if (rows.Count == 0)
                continue;
            await ExecuteAsync(
                transaction,
                $"""
                INSERT INTO webhook_alerts (campaign, webhook, number, place, subject, body)
                SELECT @campaign, @webhook, CAST(each.value ->> 'number' AS bigint), each.value ->> 'place', each.value ->> 'subject', each.value ->> 'body'
                FROM {database.EachObject("@rows")}
                """,
                new { campaign, webhook, rows = CityRow.Array(rows, row => row) },
                cancellation);
            await ExecuteAsync(
                transaction, "UPDATE webhooks SET queued = @queued WHERE campaign = @campaign AND webhook = @webhook",
                new { campaign, webhook, queued = rows[^1].Number }, cancellation);
        }
    }

    private Task AddToTrailAsync(DbTransaction transaction, Webhook webhook, string by, string what, CancellationToken cancellation) => TrailStore.AddAsync(
        database,
        transaction,
        [new TrailEntry(0, time.GetUtcNow().UtcDateTime, by, what, webhook.Campaign, webhook.Place, TrailEntry.Done, webhook.Id.ToString())],
        cancellation);

    private Task<List<T>> QueryAsync<T>(string sql, object parameters, CancellationToken cancellation) => database.AskAsync(
        async connection => (await connection.QueryAsync<T>(new CommandDefinition(sql, parameters, commandTimeout: 0))).AsList(), cancellation);

    private static async Task<List<T>> QueryAsync<T>(DbTransaction transaction, string sql, object parameters, CancellationToken cancellation) =>
        (await transaction.Connection!.QueryAsync<T>(new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellation))).AsList();

    private static Task<int> ExecuteAsync(DbTransaction transaction, string sql, object parameters, CancellationToken cancellation) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellation));

    private sealed record AlertRow(long Number, string Place, string? Subject, string Body);

    private sealed class WebhookRow
    {
        public string Id { get; init; } = "";

        public string Place { get; init; } = "";

        public string Topic { get; init; } = "";

        public long Depth { get; init; }

        public string Url { get; init; } = "";

        public string Secret { get; init; } = "";

        public string CreatedAt { get; init; } = "";

        public Webhook ToWebhook(string campaign) => new(
            Guid.Parse(Id), campaign, PlaceId.Parse(Place), CityRow.FromCode<WebhookTopic>(Topic), (int)Depth, Url,
            DateTimeOffset.Parse(CreatedAt, CultureInfo.InvariantCulture).UtcDateTime);
    }
}

/// <summary>An alert that a webhook has still to be told of.</summary>
public sealed class QueuedAlert
{
    /// <summary>Its number for this webhook, from 1 without gaps, in the order in which alerts became durable.</summary>
    public long Number { get; init; }

    /// <summary>The place that it is about.</summary>
    public string Place { get; init; } = "";

    /// <summary>The alert as it was then, as JSON.</summary>
    public string Body { get; init; } = "";
}
