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
        errors.AddRange(OptionRanges.Sentences(StorageOptions.Section, options));
        return errors.Count > 0 ? ValidateOptionsResult.Fail(errors) : ValidateOptionsResult.Success;
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
