using System.Collections.Immutable;
using System.Data.Common;
using GridGrains.Board;
using GridGrains.Journal;

namespace GridGrains.Storage.Tests;

/// <summary>What the audit trail keeps to in every database.</summary>
public abstract class TrailStoreContract(TestDatabase test) : DatabaseTests(test)
{
    private const string Campaign = "duty";

    private static readonly DateTime At = new(2022, 10, 6, 1, 2, 3, DateTimeKind.Utc);

    private TrailStore Store => field ??= new(Database);

    [Fact]
    public async Task Entries_AreOfThePlaceAndBelowItInTheCampaignAndOfAllCampaigns_NewestFirst()
    {
        await Store.AddAsync(
            [New("a.b", "one"), New("a.b.c", "two"), New("a.bc", "look-alike"), New("a", "above"), New("a.b", "all") with { Campaign = "" }, New("a.b", "other") with { Campaign = "other" }],
            Cancellation);

        var found = await Store.EntriesAsync(Key("a.b"), long.MaxValue, 10);
        Assert.Equal(["all", "two", "one"], found.Select(e => e.About));
        Assert.Equal(New("a.b.c", "two") with { Entry = found[1].Entry }, found[1]);
        Assert.Equal(["two"], (await Store.EntriesAsync(Key("a.b"), found[0].Entry, 1)).Select(e => e.About));
        Assert.Equal(5, (await Store.EntriesAsync(Key("a"), long.MaxValue, 10)).Count);
    }

    [Theory]
    [InlineData("UPDATE trail SET who = 'nobody'")]
    [InlineData("DELETE FROM trail")]
    public async Task Entries_AreNeitherChangedNorTakenOut_ByAnybody(string sql)
    {
        await Store.AddAsync([New("a.b", "one")], Cancellation);
        var refused = await Assert.ThrowsAnyAsync<DbException>(() => Test.ExecuteAsync(sql, Cancellation));
        Assert.Contains("only ever added to", refused.Message, StringComparison.Ordinal);
        Assert.Equal("phone-1", Assert.Single(await Store.EntriesAsync(Key("a.b"), long.MaxValue, 10)).Who);
    }

    [Fact]
    public async Task Writes_HaveTheirEntries()
    {
        var notices = new NoticeStore(Database, TimeProvider.System);
        var alerts = new AlertStore(Database, TimeProvider.System);
        var city = new CityStore(Database, TimeProvider.System);
        var (notice, alert) = (Guid.NewGuid(), Guid.NewGuid());
        Place[] places = [Place("a", "town"), Place("a.b", "village"), Place("x.y", "village")];

        Assert.Equal(1, await city.SaveAsync(0, new CityChange { Places = places }, "importer", "places", Cancellation));
        await notices.AddAsync(new(notice, Campaign, PlaceId.Parse("a"), new("今晚", null), At, 0, 0), "steward", Cancellation);
        await notices.AddAsync(new(notice, Campaign, PlaceId.Parse("a"), new("今晚", null), At, 0, 0), "again", Cancellation);
        Acknowledgement read = new(notice, PlaceId.Parse("a.b"), true, At, "reader");
        await notices.AcknowledgeAsync(Campaign, [read, read with { By = "second" }], Cancellation);
        await alerts.SaveAsync(Campaign, [new(alert, "post.short", AlertSeverity.Warning, Campaign, PlaceId.Parse("a.b"), null, At, "缺", "short", false, null)], Cancellation);
        await alerts.AcknowledgeAsync(Key("a"), alert, "keeper", Cancellation);
        await alerts.AcknowledgeAsync(Key("a"), Guid.NewGuid(), "keeper", Cancellation);
        await Journal.PurgeAsync(Key("a.b"), 3, "{}", Cancellation);

        Assert.Equal(
            [
                "service purgeSubjects a.b through report 3", $"keeper acknowledgeAlert a.b {alert}", $"reader acknowledgeNotice a.b {notice}",
                $"steward publishNotice a {notice}", "importer importPlaces a city version 1",
            ],
            (await Store.EntriesAsync(Key("a"), long.MaxValue, 10)).Select(e => $"{e.Who} {e.What} {e.Place} {e.About}"));
        Assert.Equal("x.y", Assert.Single(await Store.EntriesAsync(Key("x"), long.MaxValue, 10)).Place.Value);
    }

    [Fact]
    public async Task Reports_ComeFromTheJournalByPlaceAndPageByPage()
    {
        foreach (var place in new[] { "a.b", "a.b.desk", "a.bc", "a.c" })
            await Journal.CommitAsync([Entry(place, 1), Entry(place, 2)], Cancellation);

        var first = await Store.ReportsAsync(Key("a"), null, 0, 3);
        Assert.Equal(["a.b 1", "a.b 2", "a.b.desk 1"], first.Select(e => $"{e.Place} {e.Entry}"));
        Assert.Equal(("phone-1", "report", "done", At), (first[0].Who, first[0].What, first[0].Outcome, first[0].At));
        Assert.Equal(Entry("a.b", 1).ReportId, Guid.Parse(first[0].About!));
        var rest = await Store.ReportsAsync(Key("a"), first[^1].Place, first[^1].Entry, 10);
        Assert.Equal(["a.b.desk 2", "a.bc 1", "a.bc 2", "a.c 1", "a.c 2"], rest.Select(e => $"{e.Place} {e.Entry}"));

        Assert.Equal([1L], (await Store.ReportsAsync(Key("a.bc"), null, 0, 1)).Select(e => e.Entry));
        Assert.Equal([2L], (await Store.ReportsAsync(Key("a.bc"), PlaceId.Parse("a.bc"), 1, 10)).Select(e => e.Entry));
        Assert.Empty(await Store.ReportsAsync(Key("a.bc"), PlaceId.Parse("a.bc"), 2, 10));
    }

    private IJournalStore Journal => field ??= StorageServices.OpenJournal(Database, TimeProvider.System);

    private static LedgerKey Key(string place) => new(Campaign, PlaceId.Parse(place));

    private static TrailEntry New(string place, string about) => new(0, At, "phone-1", "report", Campaign, PlaceId.Parse(place), "forbidden", about, 3);

    private static Place Place(string id, string level) =>
        new(PlaceId.Parse(id), level, id, null, ImmutableSortedDictionary<string, long>.Empty);

    private static JournalEntry Entry(string place, long sequence)
    {
        Span<byte> id = stackalloc byte[16];
        System.Text.Encoding.ASCII.GetBytes(place, id);
        id[15] = (byte)sequence;
        return new(Key(place), sequence, new Guid(id), "phone-1", At, "[]"u8.ToArray());
    }
}

public sealed class SqliteTrailStoreTests() : TrailStoreContract(new SqliteTestDatabase());

public sealed class PostgresTrailStoreTests(PostgresFixture postgres) : TrailStoreContract(new PostgresTestDatabase(postgres));
