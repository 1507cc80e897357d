using GridGrains.Storage;
using Microsoft.Extensions.Options;

namespace GridGrains.Silo;

/// <summary>Several silos need a database that several processes can write.</summary>
internal sealed class ClusterStorageRules : IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, StorageOptions options) => string.IsNullOrWhiteSpace(options.Postgres)
        ? ValidateOptionsResult.Fail("Storage:Postgres is empty; the silos of a cluster need the connection string of a PostgreSQL database")
        : ValidateOptionsResult.Success;
}
