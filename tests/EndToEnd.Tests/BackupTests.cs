using System.Collections.Concurrent;
using GridGrains.Cli;
using Npgsql;

namespace GridGrains.EndToEnd.Tests;

/// <summary>A backup of a service that goes on reporting, restored where nothing was: every report acknowledged before is there, and totals equal a recount.</summary>
public sealed class BackupTests(Databases databases)
{
    private const string Campaign = "shengtang-test";
    private const string Town = "enping.shengtang";
    private const int Before = 300;
    private const int After = 100;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Keeper.Sqlite)]
    [InlineData(Keeper.Postgres)]
    public async Task Restore_OfABackupOfARunningService_HasEveryReportAcknowledgedBefore(Keeper keeper)
    {
        var folder = Directory.CreateTempSubdirectory("gridgrains-");
        PostgresServer? other = null;
        try
        {
            var postgres = keeper == Keeper.Postgres ? await databases.NewAsync() : null;
            var copy = Path.Combine(folder.FullName, "backup");
            PlannedReport[] before, all;
            await using (var home = new Home(postgres))
            {
                await home.ServeAsync("--empty");
                await home.RunAsync(0, "import", Places.Scenario("shengtang"));
                (before, all) = await BackUpWhileReportingAsync(home, postgres, copy);
            }
            if (postgres is not null)
                other = await PostgresServer.StartAsync(Cancellation);
            await using var restored = new Home(other is null ? null : await RestoreAsync(other, copy));
            if (other is null)
            {
                Directory.CreateDirectory(restored.Data);
                File.Copy(copy, Path.Combine(restored.Data, "gridgrains.db"));
            }
            await restored.ServeAsync("--empty");
            await CheckAsync(restored, before, all);
        }
        finally
        {
            if (other is not null)
                await other.DisposeAsync();
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(PlannedReport[] Before, PlannedReport[] All)> BackUpWhileReportingAsync(Home home, string? postgres, string copy)
    {
        var acknowledged = new ConcurrentQueue<PlannedReport>();
        using var api = home.Api("enping");
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var phones = Enumerable.Range(1, 4).Select(phone => Task.Run(() => ReportAsync(api, phone, acknowledged, stopping.Token))).ToArray();
        await Wait.UntilAsync($"{Before} reports are acknowledged", () => acknowledged.Count >= Before);
        PlannedReport[] before = [.. acknowledged];
        if (postgres is null)
            await StartedProgram.RunAsync(0, "backup", copy, "--data", home.Data);
        else
            await PostgresServer.RunAsync("pg_dump", Cancellation, ["--format=custom", $"--file={copy}", .. Connection(postgres)]);
        // It held nobody up, and is not of the end.
        var during = acknowledged.Count;
        await Wait.UntilAsync($"{After} more are acknowledged", () => acknowledged.Count >= during + After);
        await stopping.CancelAsync();
        await Task.WhenAll(phones);
        return (before, [.. acknowledged]);
    }

    private static async Task ReportAsync(Api api, int phone, ConcurrentQueue<PlannedReport> acknowledged, CancellationToken stopping)
    {
        for (var number = 0; !stopping.IsCancellationRequested; number++)
        {
            var at = new DateTime(2022, 10, 6, 9, 0, 0, DateTimeKind.Utc).AddSeconds(number);
            var report = ReportBody.Write(
                Campaign, PlaceId.Parse($"{Town}.v{phone:00}.g01"), number, "local", [new("tests.sampled", $"T{phone}-{number % 97}", 1 + (number % 10), at)]);
            // One that is on its way is waited for, so that all that may have been counted is known.
            await api.ReportAsync(report, CancellationToken.None);
            acknowledged.Enqueue(report);
        }
    }

    private static async Task<string> RestoreAsync(PostgresServer server, string copy)
    {
        var database = await server.CreateDatabaseAsync(Cancellation);
        await PostgresServer.RunAsync("pg_restore", Cancellation, ["--exit-on-error", "--no-owner", .. Connection(database), copy]);
        return database;
    }

    private static async Task CheckAsync(Home restored, PlannedReport[] before, PlannedReport[] all)
    {
        using var api = restored.Api("enping");
        var kept = (await api.SnapshotAsync(Campaign, Town, Cancellation)).Version;
        Assert.InRange(kept, before.Length, all.Length - 1);
        await restored.RunAsync(0, "audit", "--campaign", Campaign, "--place", Town);
        foreach (var report in before)
            Assert.True((await api.ReportAsync(report, Cancellation)).IsDuplicate, $"report {report.ReportId} of {report.Place} was acknowledged before the backup and is not in it");
        // Phones keep what was acknowledged after the backup for a while; sent again, everything is there once.
        foreach (var report in all)
            await api.ReportAsync(report, Cancellation);
        await Wait.UntilAsync("every report is counted once", async () => (await api.SnapshotAsync(Campaign, Town, Cancellation)).Version == all.Length);
        await restored.RunAsync(0, "audit", "--campaign", Campaign, "--place", Town);
    }

    private static string[] Connection(string postgres)
    {
        var settings = new NpgsqlConnectionStringBuilder(postgres);
        return [$"--host={settings.Host}", $"--port={settings.Port}", $"--username={settings.Username}", $"--dbname={settings.Database}"];
    }
}
