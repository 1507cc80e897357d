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

        Assert.Equal($"{Scripts.Length}", await empty.TextAsync("SELECT count(*) FROM schema_version", Cancellation));
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

        var newest = int.Parse(Scripts[^1].Split('.')[^2][..4], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(
            $"The database has schema version 99, and this program knows versions up to {newest}: "
            + "start a program at least as new as the one that made it.",
            refusal.Message);
    }

    [Fact]
    public async Task Prepare_OfADatabaseOfEveryFormerVersion_BringsItUpToDateAndKeepsWhatItHas()
    {
        // From the second on: the first has no city.
        for (var former = 2; former < Scripts.Length; former++)
        {
            await using var old = NewTest();
            await old.CreateAsync(Cancellation);
            if (old.Options.Postgres is null)
                Directory.CreateDirectory(Path.GetDirectoryName(old.Options.Sqlite)!);
            await MakeAsync(old, former);

            await using var database = Database.Of(old.Options, TimeProvider.System);
            await database.PrepareAsync(Cancellation);

            Assert.Equal($"{Scripts.Length}", await old.TextAsync("SELECT count(*) FROM schema_version", Cancellation));
            var journal = StorageServices.OpenJournal(database, TimeProvider.System);
            var entry = Assert.Single(await journal.ReadAsync(new LedgerKey("round", PlaceId.Parse("a.g1")), 0, Cancellation).ToListAsync(Cancellation));
            Assert.Equal((1L, "phone", "[]"), (entry.Sequence, entry.Reporter, System.Text.Encoding.UTF8.GetString(entry.Payload.Span)));
            var city = await new CityStore(database, TimeProvider.System).LoadAsync(Cancellation);
            Assert.Equal((1L, "网格1", "round", 1), (city.Version, city.Places.Single().Name, city.Campaigns.Single().Id, city.Posts.Length));
            await journal.CommitAsync([entry with { Sequence = 2, ReportId = Guid.NewGuid() }], Cancellation);
        }
    }

    [Fact]
    public async Task AProgramThatRuns_GoesOnWhenANewerOneHasAddedToTheSchema_AndIsRefusedOnlyWhenItStartsAgain()
    {
        var journal = StorageServices.OpenJournal(Database, TimeProvider.System);
        await journal.CommitAsync([Entry(1)], Cancellation);
        // As every script so far does: it adds.
        await Test.ExecuteAsync(
            """
            CREATE TABLE later (id integer PRIMARY KEY);
            ALTER TABLE journal ADD COLUMN later text;
            ALTER TABLE campaigns ADD COLUMN later text;
            INSERT INTO schema_version (version, script, applied_at) VALUES (99, '0099-later.sql', 'now')
            """,
            Cancellation);

        await journal.CommitAsync([Entry(2)], Cancellation);
        Assert.Equal(2, (await journal.ReadAsync(Entry(1).Ledger, 0, Cancellation).ToListAsync(Cancellation)).Count);
        await new CityStore(Database, TimeProvider.System).LoadAsync(Cancellation);
        await Assert.ThrowsAsync<NewerSchemaException>(() => Database.PrepareAsync(Cancellation));
    }

    private static Journal.JournalEntry Entry(long sequence) => new(
        new LedgerKey("round", PlaceId.Parse("a.g1")), sequence, Guid.NewGuid(), "phone", new DateTime(2022, 10, 6, 1, 2, 3, DateTimeKind.Utc), "[]"u8.ToArray());

    // As the program of that version had made it, with a report, a grid with a post, and a campaign.
    private async Task MakeAsync(TestDatabase old, int version)
    {
        await old.ExecuteAsync("CREATE TABLE schema_version (version integer PRIMARY KEY, script text NOT NULL, applied_at text NOT NULL)", Cancellation);
        for (var number = 1; number <= version; number++)
        {
            using var script = new StreamReader(typeof(Database).Assembly.GetManifestResourceStream(Scripts[number - 1])!);
            await old.ExecuteAsync(await script.ReadToEndAsync(Cancellation), Cancellation);
            await old.ExecuteAsync($"INSERT INTO schema_version (version, script, applied_at) VALUES ({number}, 'former', 'then')", Cancellation);
            if (number == 2)
                await old.ExecuteAsync(FormerRows, Cancellation);
        }
    }

    private const string FormerRows =
        """
        INSERT INTO journal (campaign, place, sequence, report_id, reporter, recorded_at, payload)
            VALUES ('round', 'a.g1', 1, '0199c1a0-0000-7000-8000-000000000001', 'phone', '2022-10-06T01:02:03.000000Z', '[]');
        INSERT INTO city_version (version, made_at, made_by, what) VALUES (1, '2022-10-06T00:00:00.000000Z', 'steward', 'import');
        INSERT INTO places (place, since_version, level, name, attributes) VALUES ('a.g1', 1, 'grid', '网格1', '{}');
        INSERT INTO posts (post, since_version, place, kind, name, requires, hours) VALUES ('site-1', 1, 'a.g1', 'gate', '卡口', 'cadre:1', '00:00-24:00');
        INSERT INTO campaigns (campaign, since_version, kind, title, root, opens_at, state, targets, created_at)
            VALUES ('round', 1, 'round', '筛查', 'a.g1', '2022-10-06T08:00:00+08:00', 'open', '{}', '2022-10-06T00:00:00Z')
        """;

    /// <summary>The folder of the scripts.</summary>
    protected abstract string Dialect { get; }

    private string[] Scripts => [.. typeof(Database).Assembly.GetManifestResourceNames().Where(n => n.Contains($".Schema.{Dialect}.", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    protected abstract TestDatabase NewTest();

    private Task<string?> VersionsAsync() => Test.TextAsync(AllVersions, Cancellation);

    protected abstract string AllVersions { get; }
}

public sealed class SqliteSchemaTests() : SchemaContract(new SqliteTestDatabase())
{
    protected override string Dialect => "sqlite";

    protected override TestDatabase NewTest() => new SqliteTestDatabase();

    protected override string AllVersions => "SELECT group_concat(version || script || applied_at) FROM schema_version";
}

public sealed class PostgresSchemaTests(PostgresFixture postgres) : SchemaContract(new PostgresTestDatabase(postgres))
{
    protected override string Dialect => "postgres";

    protected override TestDatabase NewTest() => new PostgresTestDatabase(postgres);

    protected override string AllVersions => "SELECT string_agg(version || script || applied_at, ',') FROM schema_version";
}
