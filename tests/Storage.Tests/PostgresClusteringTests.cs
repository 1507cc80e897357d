using System.Data.Common;
using Npgsql;

namespace GridGrains.Storage.Tests;

/// <summary>The statements of Orleans' ADO.NET clustering, called as it calls them: by key, with its parameters and its columns.</summary>
public sealed class PostgresClusteringTests(PostgresFixture fixture) : DatabaseTests(new PostgresTestDatabase(fixture))
{
    private const int Joining = 2;
    private const int Active = 3;
    private const int Dead = 6;

    private static readonly DateTime Start = new(2022, 10, 6, 9, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task Statements_OfBothProviders_AreAllThere()
    {
        string[] keys =
        [
            "CleanupDefunctSiloEntriesKey", "ClearStorageKey", "DeleteMembershipTableEntriesKey", "DeleteStorageKey", "GatewaysQueryKey",
            "InsertMembershipKey", "InsertMembershipVersionKey", "MembershipReadAllKey", "MembershipReadRowKey", "ReadFromStorageKey",
            "UpdateIAmAlivetimeKey", "UpdateMembershipKey", "WriteToStorageKey",
        ];

        Assert.Equal(string.Join(',', keys), await Test.TextAsync(
            """SELECT string_agg(QueryKey, ',' ORDER BY QueryKey COLLATE "C") FROM OrleansQuery""", Cancellation));
    }

    [Fact]
    public async Task InsertMembershipVersion_ASecondTime_ChangesNothing()
    {
        Assert.True(await AddVersionAsync());
        Assert.True(await AddSiloAsync(1, version: 0));

        Assert.False(await AddVersionAsync());
        Assert.Equal(1, await VersionAsync());
    }

    [Fact]
    public async Task ReadAll_WithoutSilos_GivesTheVersionAlone()
    {
        await AddVersionAsync();

        var row = Assert.Single(await ReadAsync("MembershipReadAllKey", Cluster()));
        Assert.Equal(0, row["version"]);
        Assert.Null(row["starttime"]);
    }

    [Fact]
    public async Task InsertMembership_OnThePresentVersion_AddsTheSiloAndRaisesIt()
    {
        await AddVersionAsync();

        Assert.True(await AddSiloAsync(1, version: 0));
        Assert.True(await AddSiloAsync(2, version: 1));

        Assert.Equal(2, await VersionAsync());
        var row = Assert.Single(await ReadAsync("MembershipReadRowKey", Silo(1)));
        Assert.Equal(
            ("127.0.0.1", 11111, 1, "silo 1", "host", Joining, 30000, 2),
            (row["address"], row["port"], row["generation"], row["siloname"], row["hostname"], row["status"], row["proxyport"], row["version"]));
        // The database's time, not the silo's own.
        Assert.InRange((DateTime)row["iamalivetime"]!, Start.AddYears(1), Start.AddYears(1000));
        Assert.Equal(row["iamalivetime"], row["starttime"]);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 2)]
    [InlineData(7, 1)]
    public async Task InsertMembership_OnAnotherVersionOrOfAKnownSilo_ChangesNothing(int silo, int version)
    {
        await AddVersionAsync();
        await AddSiloAsync(7, version: 0);

        Assert.False(await AddSiloAsync(silo, version));

        Assert.Equal(1, await VersionAsync());
        Assert.Single(await ReadAsync("MembershipReadAllKey", Cluster()));
    }

    [Fact]
    public async Task InsertMembership_OfManyOnOneVersion_AddsOne()
    {
        await AddVersionAsync();

        var added = await Task.WhenAll(Enumerable.Range(1, 8).Select(i => Task.Run(() => AddSiloAsync(i, version: 0), Cancellation)));

        Assert.Single(added, true);
        Assert.Single(await ReadAsync("MembershipReadAllKey", Cluster()));
        Assert.Equal(1, await VersionAsync());
    }

    [Fact]
    public async Task UpdateMembership_OnThePresentVersion_ChangesTheSiloAndRaisesIt()
    {
        await AddVersionAsync();
        await AddSiloAsync(1, version: 0);

        Assert.True(await UpdateSiloAsync(1, Active, version: 1, suspects: "127.0.0.1:11112@5,2022-10-06"));

        var row = Assert.Single(await ReadAsync("MembershipReadRowKey", Silo(1)));
        Assert.Equal((Active, "127.0.0.1:11112@5,2022-10-06", 2), (row["status"], row["suspecttimes"], row["version"]));
        Assert.True(await UpdateSiloAsync(1, Active, version: 2, suspects: null));
        Assert.Null(Assert.Single(await ReadAsync("MembershipReadRowKey", Silo(1)))["suspecttimes"]);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 2)]
    [InlineData(9, 1)]
    public async Task UpdateMembership_OnAnotherVersionOrOfAnUnknownSilo_ChangesNothing(int silo, int version)
    {
        await AddVersionAsync();
        await AddSiloAsync(1, version: 0);

        Assert.False(await UpdateSiloAsync(silo, Active, version, suspects: null));

        Assert.Equal(1, await VersionAsync());
        Assert.Equal(Joining, Assert.Single(await ReadAsync("MembershipReadRowKey", Silo(1)))["status"]);
    }

    [Fact]
    public async Task UpdateMembership_ByManyOnOneVersion_TakesEffectOnce()
    {
        await AddVersionAsync();
        await AddSiloAsync(1, version: 0);

        var updated = await Task.WhenAll(Enumerable.Range(0, 8).Select(
            i => Task.Run(() => UpdateSiloAsync(1, Active, version: 1, suspects: $"{i}"), Cancellation)));

        Assert.Single(updated, true);
        Assert.Equal(2, await VersionAsync());
    }

    [Fact]
    public async Task UpdateIAmAlive_OfASilo_SetsItToTheDatabasesTimeAndLeavesTheVersion()
    {
        await AddVersionAsync();
        await AddSiloAsync(1, version: 0);
        await AddSiloAsync(2, version: 1);
        var (one, other) = (await AliveAsync(1), await AliveAsync(2));

        await ReadAsync("UpdateIAmAlivetimeKey", [.. Silo(1), new("IAmAliveTime", Start.AddHours(1))]);

        var alive = await AliveAsync(1);
        Assert.InRange(alive, one, one.AddMinutes(5));
        Assert.NotEqual(one, alive);
        Assert.Equal(other, await AliveAsync(2));
        Assert.Equal(2, await VersionAsync());
    }

    [Fact]
    public async Task Update_OfAnotherSilosStatus_LeavesWhenItWasAlive()
    {
        await AddVersionAsync();
        await AddSiloAsync(1, version: 0);
        var before = await AliveAsync(1);

        await UpdateSiloAsync(1, Dead, version: 1, suspects: "2");

        Assert.Equal(before, await AliveAsync(1));
    }

    [Fact]
    public async Task Gateways_OfACluster_AreItsActiveSilosWithAGateway()
    {
        await AddVersionAsync();
        await AddSiloAsync(1, version: 0);
        await AddSiloAsync(2, version: 1);
        await AddSiloAsync(3, version: 2, gateway: 0);
        await UpdateSiloAsync(1, Active, version: 3, suspects: null);
        await UpdateSiloAsync(3, Active, version: 4, suspects: null);

        var gateway = Assert.Single(await ReadAsync("GatewaysQueryKey", [.. Cluster(), new("Status", Active)]));

        Assert.Equal(("127.0.0.1", 30000, 1), (gateway["address"], gateway["proxyport"], gateway["generation"]));
    }

    [Fact]
    public async Task CleanupDefunct_BeforeATime_RemovesSilentSilosThatAreNotActive()
    {
        await AddVersionAsync();
        for (var i = 1; i <= 3; i++)
            await AddSiloAsync(i, version: i - 1);
        await UpdateSiloAsync(1, Active, version: 3, suspects: null);
        await UpdateSiloAsync(2, Dead, version: 4, suspects: null);
        var between = (await AliveAsync(2)).AddTicks(TimeSpan.TicksPerMicrosecond);
        await ReadAsync("UpdateIAmAlivetimeKey", [.. Silo(3), new("IAmAliveTime", Start)]);

        await ReadAsync("CleanupDefunctSiloEntriesKey", [.. Cluster(), new("IAmAliveTime", between)]);

        Assert.Equal([1, 3], (await ReadAsync("MembershipReadAllKey", Cluster())).Select(r => (int)r["generation"]!).Order());
    }

    [Fact]
    public async Task DeleteEntries_OfACluster_LeavesTheOthers()
    {
        await AddVersionAsync();
        await AddSiloAsync(1, version: 0);
        await ReadAsync("InsertMembershipVersionKey", [new("DeploymentId", "other")]);

        await ReadAsync("DeleteMembershipTableEntriesKey", Cluster());

        Assert.Empty(await ReadAsync("MembershipReadAllKey", Cluster()));
        Assert.Single(await ReadAsync("MembershipReadAllKey", [new("DeploymentId", "other")]));
    }

    private static NpgsqlParameter[] Cluster() => [new("DeploymentId", "gridgrains")];

    private static NpgsqlParameter[] Silo(int number) =>
        [.. Cluster(), new("Address", "127.0.0.1"), new("Port", 11110 + number), new("Generation", number)];

    private Task<bool> AddVersionAsync() => IsDoneAsync("InsertMembershipVersionKey", Cluster());

    private Task<bool> AddSiloAsync(int number, int version, int gateway = 30000) => IsDoneAsync("InsertMembershipKey", [
        .. Silo(number), new("SiloName", $"silo {number}"), new("HostName", "host"), new("Status", Joining), new("ProxyPort", gateway),
        new("StartTime", Start), new("IAmAliveTime", Start), new("Version", version)]);

    private Task<bool> UpdateSiloAsync(int number, int status, int version, string? suspects) => IsDoneAsync("UpdateMembershipKey", [
        .. Silo(number), new("Status", status), new("IAmAliveTime", Start), new("Version", version),
        new("SuspectTimes", System.Data.DbType.String) { Value = (object?)suspects ?? DBNull.Value }]);

    private async Task<bool> IsDoneAsync(string key, NpgsqlParameter[] parameters)
    {
        var row = Assert.Single(await ReadAsync(key, parameters));
        return Convert.ToBoolean(Assert.Single(row.Values), null);
    }

    private async Task<DateTime> AliveAsync(int number) => (DateTime)Assert.Single(await ReadAsync("MembershipReadRowKey", Silo(number)))["iamalivetime"]!;

    private async Task<int> VersionAsync() => (int)(await ReadAsync("MembershipReadAllKey", Cluster()))[0]["version"]!;

    private async Task<List<Dictionary<string, object?>>> ReadAsync(string key, NpgsqlParameter[] parameters)
    {
        await using var connection = (NpgsqlConnection)await Test.ConnectAsync(Cancellation);
        await using var lookUp = new NpgsqlCommand("SELECT QueryText FROM OrleansQuery WHERE QueryKey = $1", connection);
        lookUp.Parameters.Add(new() { Value = key });
        await using var command = new NpgsqlCommand((string)(await lookUp.ExecuteScalarAsync(Cancellation))!, connection);
        command.Parameters.AddRange(parameters);
        await using DbDataReader reader = await command.ExecuteReaderAsync(Cancellation);
        var rows = new List<Dictionary<string, object?>>();
        while (await reader.ReadAsync(Cancellation))
        {
            rows.Add(Enumerable.Range(0, reader.FieldCount).ToDictionary(
                reader.GetName, i => reader.IsDBNull(i) ? null : reader.GetValue(i)));
        }
        return rows;
    }
}
