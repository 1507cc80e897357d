using System.ComponentModel.DataAnnotations;

namespace GridGrains.Storage;

/// <summary>Which database keeps the ledger, and how it is written. Section <c>Storage</c>.</summary>
public sealed class StorageOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Storage";

    /// <summary>Connection string of the PostgreSQL database; none: the SQLite file <see cref="Sqlite"/>.</summary>
    public string? Postgres { get; set; }

    /// <summary>Path of the SQLite file, which only one process may serve.</summary>
    public string Sqlite { get; set; } = "data/gridgrains.db";

    /// <summary>SQLite's <c>synchronous</c>: <c>FULL</c> or <c>EXTRA</c>. The service refuses to start with less.</summary>
    public string Synchronous { get; set; } = "FULL";

    /// <summary>How long the database may take for one commit of reports. The group commit may give up earlier.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan CommitTimeout { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>How long the database may take for a question that a report can wait for, as a leaf's page of the journal.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>How long the database may take for any other command.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Size of SQLite's write-ahead log, in pages of 4 KiB, at which a commit moves it into the file.</summary>
    /// <remarks>More means fewer but longer pauses. At 4,000 a pause took 25 ms and throughput was within 5 % of the best.</remarks>
    [Range(100, 1_000_000)]
    public int CheckpointPages { get; set; } = 4_000;

    /// <summary>Memory for pages of the SQLite file, in MiB.</summary>
    [Range(1, 16_384)]
    public int CacheMegabytes { get; set; } = 64;
}
