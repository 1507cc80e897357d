using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>States in memory, as bytes, so that nobody shares an object with what is stored.</summary>
internal sealed class MemoryStorage(IGrainStorageSerializer serializer) : IGrainStorage
{
    private readonly ConcurrentDictionary<(string Name, GrainId Grain), Row> rows = [];
    private long version;

    public static MemoryStorage Create(IServiceProvider services, string name) =>
        new(services.GetRequiredService<IOptionsMonitor<MemoryGrainStorageOptions>>().Get(name).GrainStorageSerializer
            ?? JsonStateSerializer.Instance);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        grainState.RecordExists = rows.TryGetValue((stateName, grainId), out var row);
        grainState.State = row is null ? PersistentState.Blank<T>() : serializer.Deserialize<T>(row.Bytes);
        grainState.ETag = row?.Etag;
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var etag = Interlocked.Increment(ref version).ToString(CultureInfo.InvariantCulture);
        Row row = new(serializer.Serialize(grainState.State), etag);
        var key = (stateName, grainId);
        var written = grainState.ETag is null
            ? rows.TryAdd(key, row)
            : rows.TryGetValue(key, out var stored) && stored.Etag == grainState.ETag && rows.TryUpdate(key, row, stored);
        if (!written)
            throw Conflict(key, grainState.ETag);
        (grainState.ETag, grainState.RecordExists) = (etag, true);
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = (stateName, grainId);
        if (rows.TryGetValue(key, out var stored) && !(stored.Etag == grainState.ETag && rows.TryRemove(new(key, stored))))
            throw Conflict(key, grainState.ETag);
        (grainState.ETag, grainState.RecordExists, grainState.State) = (null, false, PersistentState.Blank<T>());
        return Task.CompletedTask;
    }

    private InconsistentStateException Conflict((string Name, GrainId Grain) key, string? etag) =>
        new($"State '{key.Name}' of grain {key.Grain} was changed by another.", rows.GetValueOrDefault(key)?.Etag, etag);

    private sealed record Row(BinaryData Bytes, string Etag);
}
