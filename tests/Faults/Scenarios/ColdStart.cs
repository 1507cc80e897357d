using System.Diagnostics;
using System.Globalization;

namespace GridGrains.Faults;

/// <summary>A journal and nothing else: how long until the service is ready, and whether the first answer of the root is right.</summary>
internal static class ColdStart
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(30);

    /// <summary>With so many reports in the journal.</summary>
    public static async Task<Outcome> RunAsync(Stores stores, Keeper keeper, int reports, CancellationToken cancellation)
    {
        await using var home = await ServedHome.NewAsync(keeper, stores, cancellation);
        await home.StartAsync(cancellation);
        await FaultCity.ImportAsync(home.Target, cancellation);
        await home.StopAsync();
        await SeedAsync(home.Target.Journal, reports, cancellation);
        var recount = new Recount();
        await foreach (var row in home.Target.Journal.ReadAsync(cancellation))
            recount.Add(row.Ledger, row.ReportId, Fact.ReadAll(row.Payload));

        var begun = Stopwatch.GetTimestamp();
        await home.StartAsync(cancellation);
        var ready = Stopwatch.GetElapsedTime(begun);
        // One look, no waiting: the first answer is the one that somebody reads out.
        using var live = new LiveTotals(home.Target, recount.Totals());
        var wrong = await live.SettleAsync(FaultCity.Campaigns.Select(c => new Ledger(c, FaultCity.Root)), TimeSpan.Zero, cancellation);
        var answered = Stopwatch.GetElapsedTime(begun);
        if (ready > ReadyWithin)
            wrong = [.. wrong, $"ready after {ready.TotalSeconds:0.0} s"];
        var verdict = new Verdict { Lost = [], Doubled = [], Invented = [], WrongTotals = wrong, Rows = recount.Rows.Values.Sum(), Levels = 0, Places = 0 };
        verdict = await Judge.CheckTotalsAsync(home.Target, recount, verdict.Require(), TimeSpan.FromSeconds(60), cancellation);
        return new()
        {
            Verdict = verdict.Require(),
            Note = string.Create(CultureInfo.InvariantCulture, $"ready after {ready.TotalSeconds:0.0} s, first answers of the root after {answered.TotalSeconds:0.0} s, both right"),
        };
    }

    private static async Task SeedAsync(JournalTable journal, int reports, CancellationToken cancellation)
    {
        var each = (reports + FaultCity.Ledgers.Length - 1) / FaultCity.Ledgers.Length;
        await using var connection = await journal.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        foreach (var ledger in FaultCity.Ledgers)
        {
            await using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandTimeout = 600;
            command.CommandText = journal.IsPostgres ? Postgres(ledger, each) : Sqlite(ledger, each);
            await command.ExecuteNonQueryAsync(cancellation);
        }
        await transaction.CommitAsync(cancellation);
    }

    // Every subject is reported twice, the second time with another value.
    private static string Postgres(Ledger ledger, int each) =>
        $$"""
        INSERT INTO journal (campaign, place, sequence, report_id, reporter, recorded_at, payload)
        SELECT '{{ledger.Campaign}}', '{{ledger.Place}}', n, gen_random_uuid(), 'reporter-0', now(),
            '[{"series":"tests.sampled","subject":"T' || (n / 2) || '","value":' || (n % 20) || ',"at":"2022-10-06T' || lpad((n % 24)::text, 2, '0') || ':00:00Z"}]'
        FROM generate_series(1, {{each}}) AS n
        """;

    private static string Sqlite(Ledger ledger, int each) =>
        $$"""
        WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {{each}}), id(n, h) AS (SELECT n, lower(hex(randomblob(16))) FROM s)
        INSERT INTO journal (campaign, place, sequence, report_id, reporter, recorded_at, payload)
        SELECT '{{ledger.Campaign}}', '{{ledger.Place}}', n,
            substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-' || substr(h, 13, 4) || '-' || substr(h, 17, 4) || '-' || substr(h, 21),
            'reporter-0', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'),
            '[{"series":"tests.sampled","subject":"T' || (n / 2) || '","value":' || (n % 20) || ',"at":"2022-10-06T' || printf('%02d', n % 24) || ':00:00Z"}]'
        FROM id
        """;
}
