using System.Data.Common;

namespace GridGrains.Storage;

/// <summary>The database that keeps the ledger: PostgreSQL, or a SQLite file.</summary>
public abstract class Database : IAsyncDisposable
{
    /// <summary>Where it is, without secrets.</summary>
    public abstract string Location { get; }

    /// <summary>The database that the options name. Nothing is opened yet.</summary>
    public static Database Of(StorageOptions options, TimeProvider time) =>
        options.Postgres is { } postgres ? new PostgresDatabase(postgres, options, time) : new SqliteDatabase(options, time);

    /// <summary>Refuses an unsafe database and brings its schema up to date. Any number of processes may do so at once.</summary>
    /// <exception cref="UnsafeDatabaseException">A setting would lose acknowledged reports.</exception>
    /// <exception cref="NewerSchemaException">The database is newer than the program.</exception>
    public abstract Task PrepareAsync(CancellationToken cancellation);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    /// <summary>SQL for a table <c>each(value)</c> of the texts in the JSON array that a parameter holds.</summary>
    internal abstract string EachText(string parameter);

    /// <summary>SQL for a table <c>each(value)</c> of the objects in the JSON array that a parameter holds.</summary>
    internal abstract string EachObject(string parameter);

    /// <summary>A report's id as a parameter for the journal.</summary>
    internal virtual object JournalId(Guid id) => id.ToString();

    /// <summary>When a report was recorded, in UTC, as a parameter for the journal.</summary>
    internal virtual object JournalTime(DateTime at) => Timestamp.Of(at);

    /// <summary>Whether a write failed because another one was first.</summary>
    internal abstract bool IsConflict(Exception failure);

    /// <summary>SQL that waits for the writers of a table and keeps others out until the transaction ends; readers go on.</summary>
    internal abstract string LockTable(string table);

    /// <summary>Reads, off the caller's thread if the database would hold it up.</summary>
    internal abstract Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellation);

    /// <summary>Reads what a report can wait for, so in a time that is short: <see cref="StorageOptions.ReadTimeout"/>. Must not be cancelled in itself.</summary>
    internal abstract Task<T> AskAsync<T>(Func<DbConnection, Task<T>> question, CancellationToken cancellation);

    /// <summary>Writes in one transaction, which commits when the work ends without an exception.</summary>
    internal abstract Task<T> WriteAsync<T>(Func<DbTransaction, Task<T>> work, CancellationToken cancellation);
}
