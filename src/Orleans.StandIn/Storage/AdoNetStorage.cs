using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>
/// States in a database, by the statements that its table OrleansQuery holds: the same table, keys, parameters and hashes as
/// Orleans' own provider, so that either reads what the other has written if both use one serializer.
/// </summary>
internal sealed class AdoNetStorage(DbDataSource source, AdoNetGrainStorageOptions options, string service) : IGrainStorage
{
    private readonly IGrainStorageSerializer serializer = options.GrainStorageSerializer ?? JsonStateSerializer.Instance;
    private Task<Dictionary<string, string>>? queries;

    public static AdoNetStorage Create(IServiceProvider services, string name)
    {
        var options = services.GetRequiredService<IOptionsMonitor<AdoNetGrainStorageOptions>>().Get(name);
        var source = options.DataSource ?? AdoNetProviders.Open(options.Invariant, options.ConnectionString, name);
        return new(source, options, services.GetRequiredService<IOptions<ClusterOptions>>().Value.ServiceId);
    }

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await using var command = await Prepare("ReadFromStorageKey", stateName, grainId);
        await using var row = await command.ExecuteReaderAsync();
        var found = await row.ReadAsync();
        var payload = found && row["PayloadBinary"] is byte[] bytes ? bytes : null;
        grainState.State = (payload is null ? default : serializer.Deserialize<T>(new(payload))) ?? PersistentState.Blank<T>();
        grainState.ETag = found && row["Version"] is not DBNull ? Convert.ToString(row["Version"], CultureInfo.InvariantCulture) : null;
        grainState.RecordExists = payload is not null;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await using var command = await Prepare("WriteToStorageKey", stateName, grainId);
        AddVersion(command, grainState.ETag);
        Add(command, "PayloadBinary", serializer.Serialize(grainState.State).ToArray());
        grainState.ETag = await NewVersion(command, stateName, grainId, grainState.ETag);
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (!grainState.RecordExists && string.IsNullOrWhiteSpace(grainState.ETag))
            await ReadStateAsync(stateName, grainId, grainState);
        if (grainState.RecordExists)
        {
            var key = options.DeleteStateOnClear ? "DeleteStorageKey" : "ClearStorageKey";
            await using var command = await Prepare(key, stateName, grainId);
            AddVersion(command, grainState.ETag);
            var version = await NewVersion(command, stateName, grainId, grainState.ETag);
            grainState.ETag = options.DeleteStateOnClear ? null : version;
        }
        grainState.RecordExists = false;
        grainState.State = PersistentState.Blank<T>();
    }

    private static void AddVersion(DbCommand command, string? etag)
    {
        int? version = string.IsNullOrWhiteSpace(etag) ? null : int.Parse(etag, CultureInfo.InvariantCulture);
        Add(command, "GrainStateVersion", version, DbType.Int32);
    }

    private static void Add(DbCommand command, string name, object? value, DbType? type = null)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value ?? DBNull.Value;
        if (type is { } known)
            parameter.DbType = known;
        command.Parameters.Add(parameter);
    }

    private static async Task<string> NewVersion(DbCommand command, string stateName, GrainId grain, string? etag)
    {
        var version = Convert.ToString(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
        return string.IsNullOrEmpty(version) || version == etag
            ? throw new InconsistentStateException($"State '{stateName}' of grain {grain} was changed by another.", null, etag)
            : version;
    }

    private async Task<DbCommand> Prepare(string key, string stateName, GrainId grain)
    {
        var texts = await (queries ??= ReadQueries());
        if (!texts.TryGetValue(key, out var text))
            throw new BadProviderConfigException($"Table OrleansQuery has no row '{key}'.");
        var row = AdoNetKey.Of(grain);
        var command = source.CreateCommand(text);
        Add(command, "GrainIdHash", row.Hash);
        Add(command, "GrainIdN0", row.N0);
        Add(command, "GrainIdN1", row.N1);
        Add(command, "GrainTypeHash", AdoNetKey.HashOf(Encoding.UTF8.GetBytes(stateName)));
        Add(command, "GrainTypeString", stateName);
        Add(command, "GrainIdExtensionString", row.Text, DbType.String);
        Add(command, "ServiceId", service);
        return command;
    }

    private async Task<Dictionary<string, string>> ReadQueries()
    {
        Dictionary<string, string> found = [];
        await using var command = source.CreateCommand("SELECT QueryKey, QueryText FROM OrleansQuery");
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            found[rows.GetString(0)] = rows.GetString(1);
        return found;
    }
}
