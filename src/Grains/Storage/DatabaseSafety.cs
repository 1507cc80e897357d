using System.Data.Common;
using Dapper;

namespace GridGrains.Storage;

/// <summary>Refuses a database that forgets what it has said to have committed.</summary>
internal static class DatabaseSafety
{
    private static readonly string[] SynchronousLevels = ["OFF", "NORMAL", "FULL", "EXTRA"];

    /// <summary>Checks what is in force for a PostgreSQL session, whoever set it: server, database, role or client.</summary>
    public static async Task CheckPostgresAsync(DbConnection connection, CancellationToken cancellation)
    {
        var settings = await connection.QueryAsync<(string Name, string Setting)>(new CommandDefinition(
            """
            SELECT name, setting FROM pg_settings
            WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit', 'server_encoding')
            """,
            cancellationToken: cancellation));
        foreach (var (name, setting) in settings.OrderBy(s => s.Name, StringComparer.Ordinal))
        {
            // synchronous_commit may also be local, remote_write or remote_apply: each of them waits for the local disk.
            if (name == "server_encoding" ? setting != "UTF8" : setting == "off")
                throw new UnsafeDatabaseException(name, setting, name == "server_encoding" ? "UTF8" : "on");
        }
    }

    /// <summary>Checks what is in force for a SQLite connection.</summary>
    public static void CheckSqlite(DbConnection connection)
    {
        var mode = connection.ExecuteScalar<string>("PRAGMA journal_mode")!;
        if (mode != "wal")
            throw new UnsafeDatabaseException("journal_mode", mode, "wal");
        RefuseBelowFull(SynchronousLevels[connection.ExecuteScalar<int>("PRAGMA synchronous")]);
    }

    /// <summary>Refuses a level below FULL: in WAL mode it would commit without waiting for the disk.</summary>
    public static void RefuseBelowFull(string level)
    {
        var rank = Array.FindIndex(SynchronousLevels, l => l.Equals(level, StringComparison.OrdinalIgnoreCase));
        if (rank < Array.IndexOf(SynchronousLevels, "FULL"))
            throw new UnsafeDatabaseException("synchronous", level, "FULL or EXTRA");
    }
}
