using GridGrains.Testing;
using Npgsql;

namespace GridGrains.Storage.Tests;

/// <summary>Databases that would lose acknowledged reports are refused by the name of the setting.</summary>
public sealed class DatabaseSafetyTests(PostgresFixture fixture)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("fsync")]
    [InlineData("full_page_writes")]
    [InlineData("synchronous_commit")]
    public async Task Prepare_PostgresWithASettingOff_IsRefusedByItsName(string setting)
    {
        PostgresFixture.SkipIfUnavailable();
        await using var server = await PostgresServer.StartAsync(Cancellation, $"{setting}=off");

        var refusal = await RefusalAsync(new() { Postgres = server.ConnectionString });

        Assert.Equal($"The database's setting {setting} is 'off', and then acknowledged reports can be lost; required is on.", refusal);
    }

    [Fact]
    public async Task Prepare_PostgresSessionWithSynchronousCommitOff_IsRefused()
    {
        var database = await fixture.Server.CreateDatabaseAsync(Cancellation);

        Assert.Contains("synchronous_commit", await RefusalAsync(new() { Postgres = $"{database};Options=-c synchronous_commit=off" }));
    }

    [Fact]
    public async Task Prepare_PostgresOfAnotherEncoding_IsRefused()
    {
        var database = await fixture.Server.CreateDatabaseAsync(Cancellation, "ENCODING 'SQL_ASCII' TEMPLATE template0");

        Assert.Contains("server_encoding is 'SQL_ASCII'", await RefusalAsync(new() { Postgres = database }));
    }

    [Fact]
    public async Task Commit_ToPostgresThatBecameUnsafe_IsRefusedAtTheNextConnection()
    {
        PostgresFixture.SkipIfUnavailable();
        await using var server = await PostgresServer.StartAsync(Cancellation);
        var options = new StorageOptions { Postgres = server.ConnectionString };
        await using var database = Database.Of(options, TimeProvider.System);
        await database.PrepareAsync(Cancellation);
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync(Cancellation);
        await TestDatabase.ExecuteAsync(connection, "ALTER ROLE postgres SET synchronous_commit = off", Cancellation);
        var journal = StorageServices.OpenJournal(database, TimeProvider.System);

        await Assert.ThrowsAsync<UnsafeDatabaseException>(() => journal.CommitAsync([Entries.Entry(1)], Cancellation));
    }

    [Theory]
    [InlineData("NORMAL")]
    [InlineData("OFF")]
    [InlineData("normal")]
    [InlineData("SOON")]
    public async Task Prepare_SqliteBelowFull_IsRefusedByName(string level)
    {
        await using var test = new SqliteTestDatabase();
        test.Options.Synchronous = level;

        Assert.Equal(
            $"The database's setting synchronous is '{level}', and then acknowledged reports can be lost; required is FULL or EXTRA.",
            await RefusalAsync(test.Options));
    }

    [Theory]
    [InlineData("FULL")]
    [InlineData("extra")]
    public async Task Prepare_SqliteAtFullOrAbove_IsAccepted(string level)
    {
        await using var test = new SqliteTestDatabase();
        test.Options.Synchronous = level;
        await using var database = Database.Of(test.Options, TimeProvider.System);

        await database.PrepareAsync(Cancellation);
    }

    [Fact]
    public async Task Prepare_SqliteThatCannotLogAhead_IsRefusedByName()
    {
        await using var test = new SqliteTestDatabase();
        Directory.CreateDirectory(Path.GetDirectoryName(test.Options.Sqlite)!);
        await test.ExecuteAsync("CREATE TABLE other (id INTEGER)", Cancellation);
        await using var reader = await test.ConnectAsync(Cancellation);
        // Somebody who reads in the old mode keeps the file from changing to the new one.
        await TestDatabase.ExecuteAsync(reader, "BEGIN; SELECT * FROM other", Cancellation);
        test.Options.CommitTimeout = TimeSpan.FromMilliseconds(100);

        Assert.Contains("journal_mode", await RefusalAsync(test.Options));
    }

    private static async Task<string> RefusalAsync(StorageOptions options)
    {
        await using var database = Database.Of(options, TimeProvider.System);
        return (await Assert.ThrowsAsync<UnsafeDatabaseException>(() => database.PrepareAsync(Cancellation))).Message;
    }
}
