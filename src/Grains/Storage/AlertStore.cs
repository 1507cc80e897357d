using System.Data.Common;
using System.Globalization;
using Dapper;

namespace GridGrains.Storage;

/// <summary>The alerts of all campaigns in the database: those that stand, and those that stood.</summary>
public sealed class AlertStore(Database database, TimeProvider time)
{
    private const string Columns =
        """
        alert AS Id, place AS Place, rule AS Rule, severity AS Severity, subject AS Subject, since AS Since, zh AS Zh, en AS En,
        cleared_at AS ClearedAt, acknowledged_at AS AcknowledgedAt, reached AS Reached
        """;

    /// <summary>The alerts of a leaf that stand.</summary>
    public Task<IReadOnlyList<Alert>> StandingAsync(LedgerKey leaf, CancellationToken cancellation) => QueryAsync(
        $"SELECT {Columns} FROM alerts WHERE campaign = @campaign AND place = @place AND cleared_at IS NULL",
        leaf.Campaign,
        new { campaign = leaf.Campaign, place = leaf.Place.Value },
        cancellation);

    /// <summary>The newest alerts that stand at and below a place, newest first.</summary>
    public Task<IReadOnlyList<Alert>> NewestAsync(LedgerKey root, int limit, CancellationToken cancellation) => QueryAsync(
        // In the order of bytes '/' follows '.', and everything below the root lies between the two.
        $"""
        SELECT {Columns} FROM alerts
        WHERE campaign = @campaign AND (place = @place OR (place > @first AND place < @end)) AND cleared_at IS NULL
        ORDER BY since DESC, place, alert LIMIT @limit
        """,
        root.Campaign,
        new { campaign = root.Campaign, place = root.Place.Value, first = $"{root.Place}.", end = $"{root.Place}/", limit },
        cancellation);

    /// <summary>All alerts that stand at and below a place, the oldest first, in a transaction.</summary>
    internal static async Task<IReadOnlyList<Alert>> StandingAsync(DbTransaction transaction, LedgerKey root, CancellationToken cancellation) => Read(
        root.Campaign,
        await transaction.Connection!.QueryAsync<AlertRow>(new CommandDefinition(
            $"""
            SELECT {Columns} FROM alerts
            WHERE campaign = @campaign AND (place = @place OR (place > @first AND place < @end)) AND cleared_at IS NULL
            ORDER BY since, place, alert
            """,
            new { campaign = root.Campaign, place = root.Place.Value, first = $"{root.Place}.", end = $"{root.Place}/" },
            transaction,
            cancellationToken: cancellation)));

    /// <summary>How many alerts of a campaign each rule had raised at a moment, in real time, in UTC; what a purge has taken out is no longer known.</summary>
    public async Task<IReadOnlyList<RuleTally>> RaisedAsync(string campaign, DateTime until, CancellationToken cancellation)
    {
        const string Raised =
            """
            SELECT rule AS Rule, severity AS Severity, count(*) AS Raised FROM alerts
            WHERE campaign = @campaign AND raised_at <= @until GROUP BY rule, severity ORDER BY rule, severity
            """;
        var rows = await database.AskAsync(
            async connection => (await connection.QueryAsync<(string Rule, string Severity, long Raised)>(
                new CommandDefinition(Raised, new { campaign, until = Timestamp.Of(until) }, commandTimeout: 0))).AsList(),
            cancellation);
        return rows.ConvertAll(row => new RuleTally(row.Rule, CityRow.FromCode<AlertSeverity>(row.Severity), (int)row.Raised));
    }

    /// <summary>The alerts at and below a place that had been raised and not cleared at a moment; those that name a subject go with a purge.</summary>
    /// <param name="root">The place in its campaign.</param>
    /// <param name="at">The moment by the campaign's clock, in UTC, by which alerts are cleared.</param>
    /// <param name="real">The same moment in real time, in UTC, in which they are raised.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<AlertTally> StoodAsync(LedgerKey root, DateTime at, DateTime real, CancellationToken cancellation)
    {
        const string Stood =
            """
            SELECT severity AS Severity, count(*) AS Stood FROM alerts
            WHERE campaign = @campaign AND (place = @place OR (place > @first AND place < @end)) AND raised_at <= @real AND (cleared_at IS NULL OR cleared_at > @at)
            GROUP BY severity
            """;
        var parameters = new
        {
            campaign = root.Campaign,
            place = root.Place.Value,
            first = $"{root.Place}.",
            end = $"{root.Place}/",
            at = Timestamp.Of(at),
            real = Timestamp.Of(real),
        };
        var rows = await database.AskAsync(
            async connection => (await connection.QueryAsync<(string Severity, long Stood)>(new CommandDefinition(Stood, parameters, commandTimeout: 0))).AsList(), cancellation);
        long Of(AlertSeverity severity) => rows.Where(row => row.Severity == CityRow.Code(severity)).Sum(row => row.Stood);
        return new((int)Of(AlertSeverity.Critical), (int)Of(AlertSeverity.Warning));
    }

    /// <summary>Makes changes of alerts of one campaign durable, in one transaction: an alert that stands is added or brought up to date, one that is cleared ends.</summary>
    /// <returns>The alerts as they are now, so also whether they are acknowledged.</returns>
    public Task<IReadOnlyList<Alert>> SaveAsync(string campaign, IReadOnlyCollection<Alert> changes, CancellationToken cancellation)
    {
        // In one order, so that two writers that meet wait for each other and never in a ring.
        var rows = CityRow.Array(changes.OrderBy(a => a.Id), AlertRow.Of);
        return database.WriteAsync(
            async transaction =>
            {
                var saved = Read(campaign, await transaction.Connection!.QueryAsync<AlertRow>(new CommandDefinition(
                    $"""
                    INSERT INTO alerts (campaign, alert, place, rule, severity, subject, since, zh, en, raised_at, cleared_at, reached)
                    SELECT @campaign, each.value ->> 'id', each.value ->> 'place', each.value ->> 'rule', each.value ->> 'severity',
                        each.value ->> 'subject', each.value ->> 'since', each.value ->> 'zh', each.value ->> 'en', @now, each.value ->> 'cleared_at', each.value ->> 'reached'
                    FROM {database.EachObject("@rows")} WHERE true
                    ON CONFLICT (campaign, alert) DO UPDATE SET
                        since = excluded.since, severity = excluded.severity, zh = excluded.zh, en = excluded.en, cleared_at = excluded.cleared_at,
                        reached = CASE WHEN alerts.acknowledged_at IS NULL THEN excluded.reached ELSE alerts.reached END
                    RETURNING {Columns}
                    """,
                    new { campaign, rows, now = Timestamp.Of(time) },
                    transaction,
                    cancellationToken: cancellation)));
                // In the order in which they came about, and not in that of their ids.
                var order = changes.Select(change => change.Id).ToList();
                await WebhookStore.QueueAsync(database, transaction, campaign, [.. saved.OrderBy(alert => order.IndexOf(alert.Id))], null, cancellation);
                return saved;
            },
            cancellation);
    }

    /// <summary>Makes it durable that a steward has acknowledged an alert at or below a place; the first one stays.</summary>
    /// <returns>The alert; null if there is none there that stands.</returns>
    public async Task<Alert?> AcknowledgeAsync(LedgerKey root, Guid id, string by, CancellationToken cancellation)
    {
        var found = await database.WriteAsync(WriteAsync, cancellation);
        return found.Count > 0 ? found[0] : null;

        async Task<IReadOnlyList<Alert>> WriteAsync(DbTransaction transaction)
        {
            var now = time.GetUtcNow().UtcDateTime;
            var acknowledged = Read(root.Campaign, await transaction.Connection!.QueryAsync<AlertRow>(new CommandDefinition(
                $"""
                UPDATE alerts SET acknowledged_at = coalesce(acknowledged_at, @now), acknowledged_by = coalesce(acknowledged_by, @by)
                WHERE campaign = @campaign AND alert = @id AND cleared_at IS NULL AND (place = @place OR (place > @first AND place < @end))
                RETURNING {Columns}
                """,
                new
                {
                    campaign = root.Campaign,
                    id = id.ToString(),
                    by,
                    now = Timestamp.Of(now),
                    place = root.Place.Value,
                    first = $"{root.Place}.",
                    end = $"{root.Place}/",
                },
                transaction,
                cancellationToken: cancellation)));
            await TrailStore.AddAsync(
                database,
                transaction,
                acknowledged.Select(a => new TrailEntry(0, now, by, "acknowledgeAlert", a.Campaign, a.Place, TrailEntry.Done, a.Id.ToString())),
                cancellation);
            await WebhookStore.QueueAsync(database, transaction, root.Campaign, acknowledged, null, cancellation);
            return acknowledged;
        }
    }

    /// <summary>Takes out the alerts of a leaf that name a subject, standing or not, told to webhooks or not.</summary>
    public Task PurgeAsync(LedgerKey leaf, CancellationToken cancellation) => database.WriteAsync(
        transaction => transaction.Connection!.ExecuteAsync(new CommandDefinition(
            """
            DELETE FROM alerts WHERE campaign = @campaign AND place = @place AND subject IS NOT NULL;
            DELETE FROM webhook_alerts WHERE campaign = @campaign AND place = @place AND subject IS NOT NULL
            """,
            new { campaign = leaf.Campaign, place = leaf.Place.Value },
            transaction,
            cancellationToken: cancellation)),
        cancellation);

    private Task<IReadOnlyList<Alert>> QueryAsync(string sql, string campaign, object parameters, CancellationToken cancellation) => database.AskAsync(
        async connection => Read(campaign, await connection.QueryAsync<AlertRow>(new CommandDefinition(sql, parameters, commandTimeout: 0))), cancellation);

    private static IReadOnlyList<Alert> Read(string campaign, IEnumerable<AlertRow> rows) => [.. rows.Select(row => row.ToAlert(campaign))];

    private sealed class AlertRow
    {
        public string Id { get; init; } = "";

        public string Place { get; init; } = "";

        public string Rule { get; init; } = "";

        public string Severity { get; init; } = "";

        public string? Subject { get; init; }

        public string Since { get; init; } = "";

        public string Zh { get; init; } = "";

        public string En { get; init; } = "";

        public string? ClearedAt { get; init; }

        public string? AcknowledgedAt { get; init; }

        public string? Reached { get; init; }

        public static AlertRow Of(Alert alert) => new()
        {
            Id = alert.Id.ToString(),
            Place = alert.Place.Value,
            Rule = alert.Rule,
            Severity = CityRow.Code(alert.Severity),
            Subject = alert.Subject,
            Since = Timestamp.Of(alert.Since),
            Zh = alert.Zh,
            En = alert.En,
            ClearedAt = alert.ClearedAt is { } cleared ? Timestamp.Of(cleared) : null,
            Reached = alert.Reached is { } reached && reached != alert.Place ? reached.Value : null,
        };

        public Alert ToAlert(string campaign) => new(
            Guid.Parse(Id), Rule, CityRow.FromCode<AlertSeverity>(Severity), campaign, PlaceId.Parse(Place), Subject, Time(Since), Zh, En,
            AcknowledgedAt is not null, ClearedAt is { } cleared ? Time(cleared) : null,
            PlaceId.Parse(Reached ?? Place));

        private static DateTime Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).UtcDateTime;
    }
}
