using Dapper;
using GridGrains.Faults;
using GridGrains.Journal;
using Npgsql;
using NpgsqlTypes;

namespace GridGrains.Storage;

/// <summary>The journal in PostgreSQL. A batch is one statement that commits itself, on a connection kept for it.</summary>
internal sealed class PostgresJournalStore(PostgresDatabase database, TimeProvider time) : JournalStore(database, time), IAsyncDisposable
{
    private const string Insert =
        """
        INSERT INTO journal (campaign, place, sequence, report_id, reporter, recorded_at, payload)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7)
        """;

    private readonly PostgresDatabase database = database;
    private readonly TimeProvider time = time;
    private readonly SemaphoreSlim turn = new(1);
    private NpgsqlConnection? connection;
    private Task<NpgsqlConnection>? opening;

    public override async Task<IReadOnlySet<LedgerKey>> CommitAsync(IReadOnlyList<JournalEntry> batch, CancellationToken cancellation)
    {
        var fenced = new HashSet<LedgerKey>();
        if (batch.Count == 0)
            return fenced;
        JournalEntry[] entries = [.. batch];
        await WithConnectionAsync(
            async open =>
            {
                if (!await TryInsertAsync(open, entries))
                    await InsertApartAsync(open, entries.GroupBy(e => e.Ledger).Select(g => g.ToArray()).ToArray(), fenced);
            },
            cancellation);
        return fenced;
    }

    /// <summary>By the connection that commits reports, for it is that one's health that is asked about.</summary>
    public override Task ProbeAsync(CancellationToken cancellation) => WithConnectionAsync(
        open => open.ExecuteAsync(new CommandDefinition(Canary, new { at = Timestamp.Of(time) })),
        cancellation);

    public async ValueTask DisposeAsync()
    {
        if (connection is not null)
            await connection.DisposeAsync();
        turn.Dispose();
    }

    private async Task WithConnectionAsync(Func<NpgsqlConnection, Task> work, CancellationToken cancellation)
    {
        var working = Task.CompletedTask;
        await turn.WaitAsync(cancellation);
        try
        {
            if (connection is not { State: System.Data.ConnectionState.Open })
                await ReopenAsync(cancellation);
            working = work(connection!);
            await working.WaitAsync(cancellation);
        }
        catch
        {
            // What the connection still does or holds is unknown; the next commit starts on a new one, and does not wait for this.
            Leave(working);
            throw;
        }
        finally
        {
            turn.Release();
        }
    }

    // These ledgers could not be written together: at least one of them is fenced. Halving finds it in few commits.
    private static async Task InsertApartAsync(NpgsqlConnection open, ArraySegment<JournalEntry[]> ledgers, HashSet<LedgerKey> fenced)
    {
        if (ledgers.Count == 1)
        {
            fenced.Add(ledgers[0][0].Ledger);
            return;
        }
        foreach (var half in new[] { ledgers[..(ledgers.Count / 2)], ledgers[(ledgers.Count / 2)..] })
        {
            if (!await TryInsertAsync(open, [.. half.SelectMany(l => l)]))
                await InsertApartAsync(open, half, fenced);
        }
    }

    /// <summary>Writes all of these entries, or, if the key or a report id of one is there already, none.</summary>
    private static async Task<bool> TryInsertAsync(NpgsqlConnection open, JournalEntry[] entries)
    {
        await using var command = new NpgsqlCommand(Insert, open);
        Add(e => e.Ledger.Campaign, NpgsqlDbType.Text);
        Add(e => e.Ledger.Place.Value, NpgsqlDbType.Text);
        Add(e => e.Sequence, NpgsqlDbType.Bigint);
        Add(e => e.ReportId, NpgsqlDbType.Uuid);
        Add(e => e.Reporter, NpgsqlDbType.Text);
        Add(e => e.RecordedAt, NpgsqlDbType.TimestampTz);
        // Text is UTF-8 on the wire, so the bytes go as they are.
        Add(e => e.Payload, NpgsqlDbType.Text);
        try
        {
            // Parsed once for each connection.
            await command.PrepareAsync();
            var executing = command.ExecuteNonQueryAsync();
            // Sent, and not answered: whether the server will have committed is open, as it is when a real process dies here.
            if (entries.Length > 0)
                CrashPoint.Pass(CrashPoint.AfterAppend);
            await executing;
            return true;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected)
        {
            // A deadlock is with another process that writes the same ledgers in another order, so it tells of a fence too.
            return false;
        }

        void Add<T>(Func<JournalEntry, T> member, NpgsqlDbType type)
        {
            var values = new T[entries.Length];
            for (var i = 0; i < values.Length; i++)
                values[i] = member(entries[i]);
            command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type });
        }
    }

    // Opening takes several round trips, more than a commit has time for where each of them is slow. So it goes on when the commit
    // that began it has given up, and the next one finds it open.
    private async Task ReopenAsync(CancellationToken cancellation)
    {
        Leave(Task.CompletedTask);
        if (opening is { IsCompleted: true, IsCompletedSuccessfully: false })
            opening = null;
        opening ??= OpenAsync();
        try
        {
            connection = await opening.WaitAsync(cancellation);
        }
        finally
        {
            if (opening.IsCompleted)
                opening = null;
        }
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var open = await database.OpenKeptAsync(CancellationToken.None);
        try
        {
            // Nothing, so that the statement is prepared.
            await TryInsertAsync(open, []);
            return open;
        }
        catch
        {
            await open.DisposeAsync();
            throw;
        }
    }

    // Closed by whoever still works on it, when that ends.
    private void Leave(Task working)
    {
        if (connection is { } left)
            _ = CloseAfterAsync(left, working);
        connection = null;

        static async Task CloseAfterAsync(NpgsqlConnection left, Task working)
        {
            await working.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await left.DisposeAsync();
        }
    }
}
