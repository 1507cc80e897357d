namespace GridGrains.Storage.Tests;

/// <summary>How every database gets its schema.</summary>
public abstract class SchemaContract(TestDatabase test) : DatabaseTests(test)
{
    [Fact]
    public async Task Prepare_ASecondTime_ChangesNothing()
    {
        var before = await VersionsAsync();

        await Database.PrepareAsync(Cancellation);

        Assert.Equal(before, await VersionsAsync());
    }

    [Fact]
    public async Task Prepare_ByManyAtOnce_AppliesEachScriptOnce()
    {
        await using var empty = NewTest();
        await empty.CreateAsync(Cancellation);
        var others = Enumerable.Range(0, 6).Select(_ => Database.Of(empty.Options, TimeProvider.System)).ToArray();

        await Task.WhenAll(others.Select(d => Task.Run(() => d.PrepareAsync(Cancellation), Cancellation)));

        Assert.Equal(Scripts, await empty.TextAsync("SELECT count(*) FROM schema_version", Cancellation));
        await StorageServices.OpenJournal(others[0], TimeProvider.System).ProbeAsync(Cancellation);
        foreach (var other in others)
            await other.DisposeAsync();
    }

    [Fact]
    public async Task Prepare_OfANewerDatabase_IsRefusedInASentence()
    {
        await Test.ExecuteAsync(
            "INSERT INTO schema_version (version, script, applied_at) VALUES (99, '0099-later.sql', 'now')", Cancellation);

        var refusal = await Assert.ThrowsAsync<NewerSchemaException>(() => Database.PrepareAsync(Cancellation));

        Assert.Equal(
            $"The database has schema version 99, and this program knows versions up to {Scripts}: "
            + "start a program at least as new as the one that made it.",
            refusal.Message);
    }

    protected abstract string Scripts { get; }

    protected abstract TestDatabase NewTest();

    private Task<string?> VersionsAsync() => Test.TextAsync(AllVersions, Cancellation);

    protected abstract string AllVersions { get; }
}

public sealed class SqliteSchemaTests() : SchemaContract(new SqliteTestDatabase())
{
    protected override string Scripts => "6";

    protected override TestDatabase NewTest() => new SqliteTestDatabase();

    protected override string AllVersions => "SELECT group_concat(version || script || applied_at) FROM schema_version";
}

public sealed class PostgresSchemaTests(PostgresFixture postgres) : SchemaContract(new PostgresTestDatabase(postgres))
{
    protected override string Scripts => "8";

    protected override TestDatabase NewTest() => new PostgresTestDatabase(postgres);

    protected override string AllVersions => "SELECT string_agg(version || script || applied_at, ',') FROM schema_version";
}
