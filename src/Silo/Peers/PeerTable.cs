using Microsoft.Extensions.Options;
using Npgsql;

namespace GridGrains.Silo;

/// <summary>A silo as the cluster's list has it.</summary>
/// <param name="Name">Where it is asked after its health.</param>
/// <param name="Generation">When it started; of two silos the greater is the younger.</param>
internal sealed record ListedSilo(string Name, int Generation);

/// <summary>The active silos, from the table that Orleans keeps in the database.</summary>
internal sealed class PeerTable(IOptions<ClusterMemberOptions> options, IOptions<Storage.StorageOptions> storage)
{
    // Status 3 is "active".
    private const string Active = "SELECT SiloName, Generation FROM OrleansMembershipTable WHERE DeploymentId = $1 AND Status = 3";

    /// <summary>All of them, this one too.</summary>
    public async Task<IReadOnlyList<ListedSilo>> ReadAsync(CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(Storage.StorageServices.ClusteringConnectionString(storage.Value.Postgres!));
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(Active, connection) { Parameters = { new() { Value = options.Value.Id } } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var silos = new List<ListedSilo>();
        while (await reader.ReadAsync(cancellation))
            silos.Add(new(reader.GetString(0), reader.GetInt32(1)));
        return silos;
    }
}
