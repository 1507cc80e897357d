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
                if (!await TryInsertAsync(open, entries, cancellation))
                    await InsertApartAsync(open, entries.GroupBy(e => e.Ledger).Select(g => g.ToArray()).ToArray(), fenced, cancellation);
            },
            cancellation);
        return fenced;
    }

    /// <summary>By the connection that commits reports, for it is that one's health that is asked about.</summary>
    public override Task ProbeAsync(CancellationToken cancellation) => WithConnectionAsync(
        open => open.ExecuteAsync(new CommandDefinition(Canary, new { at = Timestamp.Of(time) }, cancellationToken: cancellation)),
        cancellation);

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        if (opening is { } last)
        {
            await ((Task)last).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (last.IsCompletedSuccessfully)
                await (await last).DisposeAsync();
        }
        turn.Dispose();
    }

    private async Task WithConnectionAsync(Func<NpgsqlConnection, Task> work, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            if (connection is not { State: System.Data.ConnectionState.Open })
                await ReopenAsync(cancellation);
            await work(connection!);
        }
        catch
        {
            // What the connection still does or holds is unknown; the next commit starts on a new one.
            await CloseAsync();
            throw;
        }
        finally
        {
            turn.Release();
        }
    }

    // These ledgers could not be written together: at least one of them is fenced. Halving finds it in few commits.
    private async Task InsertApartAsync(NpgsqlConnection open, ArraySegment<JournalEntry[]> ledgers, HashSet<LedgerKey> fenced, CancellationToken cancellation)
    {
        if (ledgers.Count == 1)
        {
            fenced.Add(ledgers[0][0].Ledger);
            return;
        }
        foreach (var half in new[] { ledgers[..(ledgers.Count / 2)], ledgers[(ledgers.Count / 2)..] })
        {
            if (!await TryInsertAsync(open, [.. half.SelectMany(l => l)], cancellation))
                await InsertApartAsync(open, half, fenced, cancellation);
        }
    }

    /// <summary>Writes all of these entries, or, if the key or a report id of one is there already, none.</summary>
    private async Task<bool> TryInsertAsync(NpgsqlConnection open, JournalEntry[] entries, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Insert, open) { CommandTimeout = database.CommitSeconds };
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
            await command.PrepareAsync(cancellation);
            var executing = command.ExecuteNonQueryAsync(cancellation);
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
        await CloseAsync();
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
            await TryInsertAsync(open, [], CancellationToken.None);
            return open;
        }
        catch
        {
            await open.DisposeAsync();
            throw;
        }
    }

    private async Task CloseAsync()
    {
        if (connection is { } closing)
        {
            connection = null;
            await closing.DisposeAsync();
        }
    }
}
