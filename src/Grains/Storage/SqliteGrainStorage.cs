using System.Globalization;
using Dapper;
using Orleans.Storage;

namespace GridGrains.Storage;

/// <summary>
/// Grain states in the SQLite file, through its one writer. Orleans' ADO.NET storage would open connections of its own, which would
/// wait for the file's lock beside the journal. What is here is a cache: all of it may be deleted, even under live grains.
/// </summary>
internal sealed class SqliteGrainStorage(
    SqliteDatabase database, string storage, IGrainStorageSerializer serializer, TimeProvider time) : IGrainStorage
{
    private static readonly TimeSpan SaveTimeout = TimeSpan.FromSeconds(5);

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var found = await database.ReadAsync(
            connection => connection.QuerySingleOrDefaultAsync<Stored>(
                "SELECT version, payload FROM grain_state WHERE storage = @storage AND state = @state AND grain = @grain",
                new { storage, state = stateName, grain = grainId.ToString() }),
            CancellationToken.None);
        grainState.State = found is null ? Activator.CreateInstance<T>() : serializer.Deserialize<T>(new BinaryData(found.Payload))!;
        grainState.ETag = found?.Version.ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = found is not null;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        // Takes effect if the stored version is the expected one, or if nothing is stored.
        var written = await ChangeAsync(
            """
            INSERT INTO grain_state (storage, state, grain, version, payload, modified_at)
            VALUES (@storage, @state, @grain, coalesce(@expected, 0) + 1, @payload, @at)
            ON CONFLICT (storage, state, grain)
            DO UPDATE SET version = excluded.version, payload = excluded.payload, modified_at = excluded.modified_at
            WHERE grain_state.version = @expected
            RETURNING version
            """,
            new
            {
                storage,
                state = stateName,
                grain = grainId.ToString(),
                expected = Version(grainState.ETag),
                payload = serializer.Serialize(grainState.State).ToArray(),
                at = Timestamp.Of(time),
            });
        if (written is not { } version)
            throw Conflict("write", stateName, grainId, stored: null, grainState.ETag);
        grainState.ETag = version.ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var left = await ChangeAsync(
            """
            DELETE FROM grain_state WHERE storage = @storage AND state = @state AND grain = @grain AND version = @expected;
            SELECT version FROM grain_state WHERE storage = @storage AND state = @state AND grain = @grain
            """,
            new { storage, state = stateName, grain = grainId.ToString(), expected = Version(grainState.ETag) });
        if (left is { } stored)
            throw Conflict("clear", stateName, grainId, stored.ToString(CultureInfo.InvariantCulture), grainState.ETag);
        grainState.State = Activator.CreateInstance<T>();
        grainState.ETag = null;
        grainState.RecordExists = false;
    }

    private static long? Version(string? etag) => etag is null ? null : long.Parse(etag, CultureInfo.InvariantCulture);

    private static InconsistentStateException Conflict(string what, string state, GrainId grain, string? stored, string? expected) =>
        new($"cannot {what} state '{state}' of {grain}: another activation has changed it", stored, expected);

    private async Task<long?> ChangeAsync(string sql, object parameters)
    {
        // A grain that waits for its state to be saved neither answers nor goes to sleep, and a disk may hang for ever.
        using var deadline = new CancellationTokenSource(SaveTimeout, time);
        return await database.Writer.WriteCacheAsync(
            connection =>
            {
                using var transaction = connection.BeginTransaction(deferred: false);
                var version = connection.ExecuteScalar<long?>(sql, parameters, transaction);
                transaction.Commit();
                return version;
            },
            deadline.Token);
    }

    private sealed record Stored(long Version, byte[] Payload);
}
