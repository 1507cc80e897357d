using Microsoft.Extensions.Options;
using Npgsql;

namespace GridGrains.Storage;

/// <summary>Says what is wrong with <see cref="StorageOptions"/>: the key, the value and what is allowed.</summary>
internal sealed class StorageOptionsRules : IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        var errors = new List<string>();
        if (options.Postgres is { } postgres && !IsConnectionString(postgres))
        {
            // Never the value: it may hold a password.
            errors.Add("Storage:Postgres is not a connection string; allowed is 'Host=…;Database=…;…', or nothing for SQLite.");
        }
        if (options.Postgres is null && string.IsNullOrWhiteSpace(options.Sqlite))
            errors.Add("Storage:Sqlite is empty; allowed is the path of a file.");
        Range("CommitTimeout", options.CommitTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
        Range("ReadTimeout", options.ReadTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Range("CommandTimeout", options.CommandTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        Range("CheckpointPages", options.CheckpointPages, 100, 1_000_000);
        Range("CacheMegabytes", options.CacheMegabytes, 1, 16_384);
        return errors.Count > 0 ? ValidateOptionsResult.Fail(errors) : ValidateOptionsResult.Success;

        void Range<T>(string key, T value, T least, T most)
            where T : IComparable<T>
        {
            if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
                errors.Add($"Storage:{key} is {value}; allowed is {least} to {most}.");
        }
    }

    private static bool IsConnectionString(string value)
    {
        try
        {
            return !string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(value).Host);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
