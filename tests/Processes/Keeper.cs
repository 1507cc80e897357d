namespace GridGrains.Testing;

/// <summary>Which database keeps the ledger.</summary>
public enum Keeper
{
    /// <summary>A file in the data directory.</summary>
    Sqlite,

    /// <summary>A new database of a PostgreSQL server on this machine.</summary>
    Postgres,
}
