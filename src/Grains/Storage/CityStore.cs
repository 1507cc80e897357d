using System.Data.Common;
using Dapper;

namespace GridGrains.Storage;

/// <summary>The tree, the posts and the campaigns in the database, every version of them.</summary>
public sealed class CityStore(Database database, TimeProvider time)
{
    private const string NewestVersion = "SELECT coalesce(max(version), 0) FROM city_version";

    /// <summary>The newest version; without entries, and 0, before the first.</summary>
    public Task<CityImage> LoadAsync(CancellationToken cancellation) => database.ReadAsync(
        async connection => await LoadAsync(
            connection,
            await connection.ExecuteScalarAsync<long>(new CommandDefinition(NewestVersion, cancellationToken: cancellation)),
            cancellation),
        cancellation);

    /// <summary>The city as it was at a version.</summary>
    public Task<CityImage> LoadAsync(long version, CancellationToken cancellation) =>
        database.ReadAsync(connection => LoadAsync(connection, version, cancellation), cancellation);

    /// <summary>The version that was the newest at a moment, in UTC; 0 before the first.</summary>
    public Task<long> VersionAtAsync(DateTime moment, CancellationToken cancellation)
    {
        var command = new CommandDefinition(
            "SELECT coalesce(max(version), 0) FROM city_version WHERE made_at <= @moment", new { moment = Timestamp.Of(moment) }, cancellationToken: cancellation);
        return database.ReadAsync(connection => connection.ExecuteScalarAsync<long>(command), cancellation);
    }

    /// <summary>The campaigns that were closed at a moment, in UTC, or before it, by their id. A closed one is never opened again.</summary>
    public Task<IReadOnlyList<string>> ClosedUntilAsync(DateTime moment, CancellationToken cancellation)
    {
        // A closed campaign may still get another title, and so a later row; it was closed by its first one.
        const string Closed =
            """
            SELECT campaign FROM campaigns JOIN city_version ON version = since_version
            WHERE state = 'closed' GROUP BY campaign HAVING min(made_at) <= @moment ORDER BY campaign
            """;
        var command = new CommandDefinition(Closed, new { moment = Timestamp.Of(moment) }, cancellationToken: cancellation);
        return database.ReadAsync<IReadOnlyList<string>>(async connection => (await connection.QueryAsync<string>(command)).AsList(), cancellation);
    }

    /// <summary>Whether <see cref="SaveAsync"/> failed because a report was first at a leaf; nothing was made then.</summary>
    public bool IsConflict(Exception failure) => database.IsConflict(failure);

    /// <summary>Makes the version after <paramref name="expected"/> of these changes, or nothing.</summary>
    /// <returns>The version made; null if <paramref name="expected"/> is not the newest, so that another writer was first.</returns>
    public Task<long?> SaveAsync(long expected, CityChange change, string by, string what, CancellationToken cancellation)
    {
        return database.WriteAsync<long?>(async transaction => await TryMakeAsync(transaction) ? expected + 1 : null, cancellation);

        async Task<bool> TryMakeAsync(DbTransaction transaction)
        {
            // Of two writers that both find the expected version, the key lets one insert; the other waits for it, and then does nothing.
            var made = await ExecuteAsync(
                transaction,
                $"""
                INSERT INTO city_version (version, made_at, made_by, what)
                SELECT @version, @at, @by, @what WHERE ({NewestVersion}) = @expected
                ON CONFLICT (version) DO NOTHING
                """,
                new { version = expected + 1, at = Timestamp.Of(time), by, what, expected },
                cancellation);
            if (made == 0)
                return false;
            await PutAsync(transaction, CityTable.Places, CityRow.Array(change.Places, PlaceRow.Of));
            if (change.GonePosts.Count > 0)
                await ExecuteAsync(transaction, CityTable.Posts.End(database.EachText("@ids")), new { version = expected + 1, ids = CityRow.Json(change.GonePosts.Select(PostRow.IdOf)) }, cancellation);
            await PutAsync(transaction, CityTable.Posts, CityRow.Array(change.Posts, PostRow.Of));
            await PutAsync(transaction, CityTable.Campaigns, CityRow.Array(change.Campaigns, CampaignRow.Of));
            foreach (var notice in change.Notices)
                await NoticeStore.AddAsync(database, transaction, notice, by, time.GetUtcNow().UtcDateTime, cancellation);
            if (change.Made is { } asked)
                await ChangeStore.AddAsync(database, transaction, asked, change.Carried, cancellation);
            await TrailStore.AddAsync(database, transaction, CityTrail.Of(change, expected + 1, by, what, time), cancellation);
            return true;
        }

        // All rows in one parameter: a whole city is imported by two statements.
        Task PutAsync(DbTransaction transaction, CityTable table, string rows) =>
            ExecuteAsync(transaction, table.Put(database.EachObject("@rows")), new { version = expected + 1, rows }, cancellation);
    }

    private static async Task<CityImage> LoadAsync(DbConnection connection, long version, CancellationToken cancellation)
    {
        var places = await QueryAsync<PlaceRow>(CityTable.Places);
        var posts = await QueryAsync<PostRow>(CityTable.Posts);
        var campaigns = await QueryAsync<CampaignRow>(CityTable.Campaigns);
        return new(
            version,
            [.. places.Select(r => r.ToPlace())],
            [.. posts.Select(r => r.ToPost())],
            [.. campaigns.Select(r => r.ToCampaign())]);

        Task<IEnumerable<T>> QueryAsync<T>(CityTable table) =>
            connection.QueryAsync<T>(new CommandDefinition(table.SelectAtVersion, new { version }, cancellationToken: cancellation));
    }

    private static Task<int> ExecuteAsync(DbTransaction transaction, string sql, object parameters, CancellationToken cancellation) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellation));
}
