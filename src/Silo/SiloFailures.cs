using GridGrains.Storage;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace GridGrains.Silo;

/// <summary>What may keep a silo from starting.</summary>
public static class SiloFailures
{
    /// <summary>The sentence for a cause; null if it is none of a silo's.</summary>
    public static string? Sentence(Exception exception) => exception switch
    {
        UnsafeDatabaseException or NewerSchemaException or OrleansConfigurationException => exception.Message,
        NpgsqlException postgres => $"The PostgreSQL database cannot be used: {Why(postgres)}.",
        SqliteException sqlite => $"The SQLite file cannot be used: {sqlite.Message.TrimEnd('.')}.",
        _ => null,
    };

    private static string Why(NpgsqlException exception) =>
        string.Join(": ", new[] { exception, exception.InnerException }.OfType<Exception>().Select(e => e.Message.TrimEnd('.')));
}
