using Dapper;
using Microsoft.Data.Sqlite;

namespace GridGrains.Storage;

/// <summary>A copy of a SQLite file as it is at one moment, while a service writes it: readers have the file as it was when they began, and hold up no writer.</summary>
public static class SqliteBackup
{
    /// <summary>Makes the copy, complete and checked, or none. Every report that was acknowledged before is in it.</summary>
    /// <param name="from">The file of the service.</param>
    /// <param name="to">The copy, which must not be there.</param>
    /// <exception cref="InvalidDataException">The copy is not sound.</exception>
    public static void Write(string from, string to)
    {
        var part = to + ".part";
        File.Delete(part);
        using (var source = Open(from, SqliteOpenMode.ReadWrite))
        using (var copy = Open(part, SqliteOpenMode.ReadWriteCreate))
        {
            source.BackupDatabase(copy);
            // One file, with nothing beside it that could be forgotten.
            copy.ExecuteScalar<string>("PRAGMA journal_mode = DELETE");
            if (copy.ExecuteScalar<string>("PRAGMA integrity_check") is not "ok" and var wrong)
                throw new InvalidDataException($"the copy is not sound: {wrong}");
        }
        File.Move(part, to);
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ConnectionString);
        connection.Open();
        connection.Execute("PRAGMA busy_timeout = 10000; PRAGMA synchronous = FULL");
        return connection;
    }
}
