using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace GridGrains.Faults;

/// <summary>A service and the database that is to be ill, with all that can be done to it.</summary>
internal sealed class Patient : IAsyncDisposable
{
    private readonly List<NpgsqlConnection> held = [];
    private CancellationTokenSource? repeating;
    private Task repeated = Task.CompletedTask;

    /// <summary>The service.</summary>
    public ServedHome Home { get; private set; } = null!;

    private PostgresServer? Server { get; set; }

    private Way? Way { get; set; }

    private SmallDisk? Disk { get; set; }

    private string DatabaseFile => Path.Combine(Home.Data, "gridgrains.db");

    /// <summary>One on a SQLite file, on a disk of so many megabytes if a size is given.</summary>
    public static async Task<Patient> OnSqliteAsync(Stores stores, int? megabytes, CancellationToken cancellation)
    {
        var patient = new Patient { Home = await ServedHome.NewAsync(Keeper.Sqlite, stores, cancellation) };
        if (megabytes is { } size)
            patient.Disk = await SmallDisk.MountAsync(patient.Home.Data, size);
        return patient;
    }

    /// <summary>One on a PostgreSQL server of its own, likewise.</summary>
    public static async Task<Patient> OnPostgresAsync(int? megabytes, CancellationToken cancellation)
    {
        if (PostgresServer.Unavailable is { } reason)
            throw new SkippedException(reason);
        var patient = new Patient();
        string[] settings = ["max_connections=60", "min_wal_size=32MB", "max_wal_size=32MB"];
        if (megabytes is { } size)
        {
            var folder = Directory.CreateTempSubdirectory("gridgrains-disk-").FullName;
            patient.Disk = await SmallDisk.MountAsync(folder, size);
            patient.Server = await PostgresServer.StartInAsync(folder, cancellation, settings);
        }
        else
        {
            patient.Server = await PostgresServer.StartAsync(cancellation, settings);
        }
        patient.Way = new Way(patient.Server.Port);
        var database = await patient.Server.CreateDatabaseAsync(cancellation);
        patient.Home = ServedHome.Behind(database.Replace($"Port={patient.Server.Port}", $"Port={patient.Way.Port}", StringComparison.Ordinal), database);
        return patient;
    }

    public void Slow() => Way!.Delay(TimeSpan.FromSeconds(1));

    public void Silence() => Way!.Silence();

    public void Cut() => Way!.Cut();

    public void HealWay() => Way!.Heal();

    /// <summary>Stops all processes of the server where they are.</summary>
    public Task FreezeAsync() => SignalAsync("STOP");

    public Task ThawAsync() => SignalAsync("CONT");

    /// <summary>SIGKILL to all processes of the server.</summary>
    public Task KillAsync() => SignalAsync("KILL");

    /// <summary>Starts the server if it does not run.</summary>
    public async Task ReviveAsync(CancellationToken cancellation)
    {
        if (Server!.ProcessIds().Count > 0)
            return;
        await Server.CrashAsync();
        await Server.StartAgainAsync(cancellation);
    }

    /// <summary>Stops the server without asking anybody, and starts it again.</summary>
    public async Task RestartAsync(CancellationToken cancellation)
    {
        await Server!.CrashAsync();
        await Server.StartAgainAsync(cancellation);
    }

    public void FillDisk() => Disk!.Fill();

    /// <summary>Makes the server begin new files of its log until there is no room for the next, at which it ends itself.</summary>
    public async Task FillLogAsync(CancellationToken cancellation)
    {
        Disk!.Fill();
        await using var connection = new NpgsqlConnection($"{Server!.ConnectionString};Pooling=false");
        try
        {
            await connection.OpenAsync(cancellation);
            for (var files = 0; files < 100; files++)
            {
                await using var command = connection.CreateCommand();
                command.CommandText = "SELECT pg_logical_emit_message(false, 'fault', 'full'), pg_switch_wal()";
                await command.ExecuteNonQueryAsync(cancellation);
            }
        }
        catch (NpgsqlException)
        {
            return;
        }
        throw new InvalidOperationException("the log went on in spite of a full disk");
    }

    public void ClearDisk() => Disk!.Clear();

    /// <summary>Takes every connection that the server has, those of the service too.</summary>
    public async Task ExhaustAsync(CancellationToken cancellation)
    {
        var direct = $"{Server!.ConnectionString};Pooling=false";
        for (var refusals = 0; refusals < 3;)
        {
            var connection = new NpgsqlConnection(direct);
            try
            {
                await connection.OpenAsync(cancellation);
                held.Add(connection);
                refusals = 0;
            }
            catch (PostgresException)
            {
                await connection.DisposeAsync();
                if (held.Count == 0)
                    throw;
                // Room for the next of ours, which is taken at once.
                refusals += await TerminateAsync(held[0], cancellation) == 0 ? 1 : 0;
            }
        }
    }

    public async Task ReleaseAsync()
    {
        foreach (var connection in held)
            await connection.DisposeAsync();
        held.Clear();
    }

    /// <summary>Ends the service's sessions again and again, in whatever they are.</summary>
    public async Task TerminateAgainAndAgainAsync(CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection($"{Server!.ConnectionString};Pooling=false");
        await connection.OpenAsync(cancellation);
        held.Add(connection);
        Repeat(async token =>
        {
            await TerminateAsync(connection, token);
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(20, 400)), TimeProvider.System, token);
        });
    }

    /// <summary>Another process holds the file's lock, for good or most of each second.</summary>
    public void LockFile(bool forGood) => Repeat(async token =>
    {
        await using var connection = new SqliteConnection($"Data Source={DatabaseFile};Pooling=False");
        await connection.OpenAsync(token);
        await using (var begin = connection.CreateCommand())
        {
            begin.CommandText = "BEGIN IMMEDIATE";
            await begin.ExecuteNonQueryAsync(token);
        }
        await Task.Delay(forGood ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(0.9), TimeProvider.System, token);
        await connection.CloseAsync();
        await Task.Delay(TimeSpan.FromSeconds(0.1), TimeProvider.System, token);
    });

    /// <summary>Ends what is done again and again.</summary>
    public async Task EndRepeatingAsync()
    {
        if (repeating is null)
            return;
        await repeating.CancelAsync();
        await repeated.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        repeating.Dispose();
        repeating = null;
        await ReleaseAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await EndRepeatingAsync();
        await ReleaseAsync();
        if (Server is not null)
            await ThawAsync();
        await Home.EndAsync();
        if (Way is not null)
            await Way.DisposeAsync();
        if (Server is not null)
            await Server.DisposeAsync();
        if (Disk is not null)
            await Disk.DisposeAsync();
        await Home.DisposeAsync();
    }

    private void Repeat(Func<CancellationToken, Task> work)
    {
        repeating = new();
        var token = repeating.Token;
        repeated = Task.Run(async () =>
        {
            while (!token.IsCancellationRequested)
                await work(token);
        });
    }

    private static async Task<int> TerminateAsync(NpgsqlConnection by, CancellationToken cancellation)
    {
        await using var command = by.CreateCommand();
        command.CommandText = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'gridgrains'";
        return (int)(long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private async Task SignalAsync(string signal)
    {
        var ids = Server!.ProcessIds();
        if (ids.Count == 0)
            return;
        using var kill = Process.Start("kill", [$"-{signal}", .. ids.Select(id => $"{id}")]);
        await kill.WaitForExitAsync();
    }
}
