using System.Runtime.InteropServices;
using GridGrains.Faults;
using GridGrains.Journal;
using Microsoft.Data.Sqlite;

namespace GridGrains.Storage;

/// <summary>The journal in a SQLite file. A batch is one transaction of the writer.</summary>
internal sealed class SqliteJournalStore(SqliteDatabase database, TimeProvider time) : JournalStore(database, time), IDisposable
{
    private readonly SqliteDatabase database = database;
    private readonly SemaphoreSlim turn = new(1);

    public override async Task<IReadOnlySet<LedgerKey>> CommitAsync(IReadOnlyList<JournalEntry> batch, CancellationToken cancellation)
    {
        // A copy: a caller that stops waiting may use its list again while the commit is still under way.
        JournalEntry[] entries = [.. batch];
        await turn.WaitAsync(cancellation);
        return await CommitInTurnAsync(entries, cancellation).WaitAsync(cancellation);
    }

    public void Dispose() => turn.Dispose();

    // Ends with the commit and not with its caller's patience: while a disk hangs there is one batch at the writer, not one for each try.
    private async Task<IReadOnlySet<LedgerKey>> CommitInTurnAsync(JournalEntry[] entries, CancellationToken cancellation)
    {
        try
        {
            return await database.Writer.WriteAsync(
                connection =>
                {
                    cancellation.ThrowIfCancellationRequested();
                    return Commit(connection, entries);
                },
                CancellationToken.None);
        }
        finally
        {
            turn.Release();
        }
    }

    private static HashSet<LedgerKey> Commit(SqliteConnection connection, JournalEntry[] entries)
    {
        using var row = new Row(connection);
        var fenced = new HashSet<LedgerKey>();
        if (!TryInsert(connection, row, entries))
            InsertApart(connection, row, entries, fenced);
        return fenced;
    }

    private static bool TryInsert(SqliteConnection connection, Row row, JournalEntry[] entries)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        if (!row.TryInsert(entries, transaction))
            return false;
        transaction.Commit();
        CrashPoint.Pass(CrashPoint.AfterAppend);
        return true;
    }

    private static void InsertApart(SqliteConnection connection, Row row, JournalEntry[] entries, HashSet<LedgerKey> fenced)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        foreach (var ledger in entries.GroupBy(e => e.Ledger))
        {
            transaction.Save("ledger");
            if (!row.TryInsert(ledger, transaction))
            {
                transaction.Rollback("ledger");
                fenced.Add(ledger.Key);
            }
            transaction.Release("ledger");
        }
        transaction.Commit();
    }

    /// <summary>The statement that inserts one entry, prepared once for a batch.</summary>
    private sealed class Row : IDisposable
    {
        private readonly SqliteCommand command;

        public Row(SqliteConnection connection)
        {
            command = connection.CreateCommand();
            // Bytes bound as a blob and cast are UTF-8 text that was never a string.
            command.CommandText =
                """
                INSERT INTO journal (campaign, place, sequence, report_id, reporter, recorded_at, payload)
                VALUES (@campaign, @place, @sequence, @report_id, @reporter, @recorded_at, CAST(@payload AS TEXT))
                """;
            foreach (var name in new[] { "@campaign", "@place", "@sequence", "@report_id", "@reporter", "@recorded_at", "@payload" })
                command.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        /// <summary>Inserts in order; false at the first whose key or report id is there already.</summary>
        public bool TryInsert(IEnumerable<JournalEntry> entries, SqliteTransaction transaction)
        {
            command.Transaction = transaction;
            try
            {
                foreach (var entry in entries)
                    Insert(entry);
                return true;
            }
            catch (SqliteException e) when (SqliteDatabase.IsKeyTaken(e))
            {
                return false;
            }
        }

        public void Dispose() => command.Dispose();

        private void Insert(JournalEntry entry)
        {
            var values = command.Parameters;
            values[0].Value = entry.Ledger.Campaign;
            values[1].Value = entry.Ledger.Place.Value;
            values[2].Value = entry.Sequence;
            values[3].Value = entry.ReportId.ToString();
            values[4].Value = entry.Reporter;
            values[5].Value = Timestamp.Of(entry.RecordedAt);
            values[6].Value = Bytes(entry.Payload);
            command.ExecuteNonQuery();
        }

        private static byte[] Bytes(ReadOnlyMemory<byte> payload) =>
            MemoryMarshal.TryGetArray(payload, out var segment) && segment.Count == segment.Array!.Length
                ? segment.Array
                : payload.ToArray();
    }
}
