using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using System.Text.Json;

namespace GridGrains.Storage.Tests;

/// <summary>What the city's store keeps to in every database.</summary>
public abstract class CityStoreContract(TestDatabase test) : DatabaseTests(test)
{
    private static readonly Campaign Round = new(
        "round-7", CampaignKind.Round, "第七轮", "Round 7", PlaceId.Parse("a"), Time("2022-10-06T06:00:00+08:00"),
        Time("2022-10-06T20:00:00.1234567+08:00"), CampaignState.Open,
        ImmutableSortedDictionary<string, string>.Empty.Add("tests.sampled", "residents"),
        new Drill(Time("2022-10-06T06:00:00Z"), 120.5), Time("2026-01-02T03:04:05Z"));

    private static readonly Post Site = new(
        "site-1", PlaceId.Parse("a.g1"), "sampling-site", "集中采样点1", "cadre:1;medic:2", "07:30-20:00");

    private CityStore Store => field ??= new(Database, TimeProvider.System);

    [Fact]
    public async Task Load_BeforeAnyImport_IsEmpty()
    {
        var city = await Store.LoadAsync(Cancellation);

        Assert.Equal(0, city.Version);
        Assert.Empty(city.Places);
        Assert.Empty(city.Posts);
        Assert.Empty(city.Campaigns);
    }

    [Fact]
    public async Task Load_AfterSave_GivesBackWhatWasSaved()
    {
        var standing = new Campaign(
            "duty", CampaignKind.Standing, "值守 \"𠮷\"", null, PlaceId.Parse("a"), Time("2022-04-01T08:00:00+08:00"), null,
            CampaignState.Closed, ImmutableSortedDictionary<string, string>.Empty, null, Time("2026-01-02T03:04:05Z"));
        Place[] places = [NewPlace("a", households: 0), NewPlace("a.g1", households: 104) with { NameEn = null, Name = "网格'1\"\\" }];

        Assert.Equal(1, await SaveAsync(0, new() { Places = places, Posts = [Site], Campaigns = [standing, Round] }));
        var city = await Store.LoadAsync(Cancellation);

        Assert.Equal(1, city.Version);
        Assert.Equal(places, city.Places);
        Assert.Equal([Site], city.Posts);
        Assert.Equal([Text(standing), Text(Round)], city.Campaigns.Select(Text));
    }

    [Fact]
    public async Task Save_AChange_IsOneWithWhatItCarries_OrIsNotAtAll()
    {
        var (journal, changes) = (StorageServices.OpenJournal(Database, TimeProvider.System), new ChangeStore(Database));
        var fate = new PlaceFate(PlaceStanding.Former, "m-1", [new(PlaceId.Parse("a.g2"), ["W*"])]);
        var (ours, theirs) = (Entries.Entry(1, "a.g1"), Entries.Entry(1, "a.g2"));
        var made = new MadeChange(
            new("m-1", ChangeKind.Merge, PlaceId.Parse("a.g1"), null, null, PlaceId.Parse("a.g2"), []), 2, Time("2026-01-02T03:04:05Z").UtcDateTime, "steward-3");
        var change = new CityChange { Places = [NewPlace("a.g1", households: 104) with { Fate = fate }], GonePosts = [Site], Made = made, Carried = [ours, theirs] };
        await SaveAsync(0, new() { Places = [NewPlace("a.g1", households: 104)], Posts = [Site] });
        await journal.CommitAsync([Entries.Entry(1, "a.g2")], Cancellation);

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => Store.SaveAsync(1, change, "steward-3", "changePlaces", Cancellation));
        Assert.True(Store.IsConflict(failure), failure.ToString());
        Assert.Equal(1, (await Store.LoadAsync(Cancellation)).Version);
        Assert.Null(await changes.FindAsync("m-1", Cancellation));
        Assert.Null(await journal.FindAsync(ours.Ledger, 1, Cancellation));

        theirs = theirs with { Sequence = 2 };
        Assert.Equal(2, await Store.SaveAsync(1, new() { Places = change.Places, GonePosts = [Site], Made = made, Carried = [ours, theirs] }, "steward-3", "changePlaces", Cancellation));
        var city = await Store.LoadAsync(Cancellation);
        Assert.Equal(("a.g2", "W*"), (Assert.Single(city.Places).Fate!.Successors[0].Place.Value, city.Places[0].Fate!.Successors[0].Subjects[0]));
        Assert.Empty(city.Posts);
        var kept = await journal.FindAsync(theirs.Ledger, 2, Cancellation);
        Assert.Equal(theirs.Text(), kept!.Text());
        Assert.Equal(JsonSerializer.Serialize(made), JsonSerializer.Serialize(await changes.FindAsync("m-1", Cancellation)));
        Assert.Equal("m-1", await Test.TextAsync("SELECT max(about) FROM trail WHERE what = 'changePlaces' AND who = 'steward-3' AND place = 'a.g1'", Cancellation));

        await Store.SaveAsync(2, new() { Made = made with { Undone = 3, UndoneAt = made.MadeAt, UndoneBy = "steward-4" } }, "steward-4", "undoChange", Cancellation);
        Assert.Equal((3L, "steward-4", 2L), (await changes.NewestAsync(5, Cancellation)) is [var last] ? (last.Undone, last.UndoneBy, last.Version) : default);
    }

    [Fact]
    public async Task Save_AnEmergency_KeepsItsPlanAndWhatIsDone_VersionByVersion()
    {
        var emergency = Emergency.Of(new(
            "outbreak", "疫情", "Outbreak", new("集合", null), 30, 24, ImmutableSortedDictionary<string, string>.Empty.Add("tests.sampled", "residents"),
            [new("command", "指挥组", "Command", [new("muster", "集合", "Muster", 30, new("muster.present", "muster.called")), new("report", "报告", "Report", 120)])]));
        var done = emergency with { Done = emergency.Done.Add("report", Time("2022-10-06T01:02:03.1234567Z").UtcDateTime) };
        var notice = new Notice(Guid.NewGuid(), "round-7", PlaceId.Parse("a"), emergency.Plan.Notice, Time("2022-10-06T01:02:03Z").UtcDateTime, 0, 0);
        await SaveAsync(0, new() { Campaigns = [Round with { Emergency = emergency }], Notices = [notice] });
        await Store.SaveAsync(1, new() { Campaigns = [Round with { Emergency = done }], Task = "report" }, "steward-3", "finishTask", Cancellation);
        await SaveAsync(1, new() { Campaigns = [Round], Notices = [notice with { Id = Guid.NewGuid() }] });

        var now = Assert.Single((await Store.LoadAsync(Cancellation)).Campaigns).Emergency!;
        Assert.Equal(JsonSerializer.Serialize(done), JsonSerializer.Serialize(now));
        Assert.Equal(done.Done["report"], now.Done["report"]);
        Assert.Equal(DateTimeKind.Utc, now.Done["report"].Kind);
        Assert.Empty(Assert.Single((await Store.LoadAsync(1, Cancellation)).Campaigns).Emergency!.Done);
        // Of the third, which was based on a version that is not the newest, nothing: no notice either.
        Assert.Equal([notice], await new NoticeStore(Database, TimeProvider.System).NewestAsync("round-7", 10, Cancellation));
        Assert.Equal("report", await Test.TextAsync("SELECT about FROM trail WHERE what = 'finishTask' AND who = 'steward-3' AND campaign = 'round-7' AND place = 'a'", Cancellation));
    }

    [Fact]
    public async Task Save_PostsThatTwoLeavesNameAlike_ChangesOneAndLeavesTheOther()
    {
        var other = Site with { Place = PlaceId.Parse("a.g2") };
        await SaveAsync(0, new() { Places = [NewPlace("a", 1), NewPlace("a.g1", 1), NewPlace("a.g2", 1)], Posts = [Site, other] });
        await SaveAsync(1, new() { Posts = [other with { Name = "采样点" }] });

        Assert.Equal([Site, other with { Name = "采样点" }], (await Store.LoadAsync(Cancellation)).Posts);
    }

    [Fact]
    public async Task Load_OfAFormerVersion_ReadsAsItDid()
    {
        await SaveAsync(0, new() { Places = [NewPlace("a", 1), NewPlace("a.g1", 1)], Campaigns = [Round] });
        await SaveAsync(1, new() { Places = [NewPlace("a.g1", 2), NewPlace("a.g2", 2)], Posts = [Site] });
        await SaveAsync(2, new() { Campaigns = [Round with { State = CampaignState.Closed }] });

        var first = await Store.LoadAsync(1, Cancellation);
        var second = await Store.LoadAsync(2, Cancellation);
        var newest = await Store.LoadAsync(Cancellation);

        Assert.Equal([NewPlace("a", 1), NewPlace("a.g1", 1)], first.Places);
        Assert.Empty(first.Posts);
        Assert.Equal([NewPlace("a", 1), NewPlace("a.g1", 2), NewPlace("a.g2", 2)], second.Places);
        Assert.Equal(CampaignState.Open, Assert.Single(second.Campaigns).State);
        Assert.Equal((3, CampaignState.Closed), (newest.Version, Assert.Single(newest.Campaigns).State));
        Assert.Equal(second.Places, newest.Places);
        Assert.Equal([Site], newest.Posts);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Save_FromAVersionThatIsNotTheNewest_ChangesNothing(long expected)
    {
        await SaveAsync(0, new() { Places = [NewPlace("a", 1)] });

        Assert.Null(await SaveAsync(expected, new() { Places = [NewPlace("a", 2)] }));

        var city = await Store.LoadAsync(Cancellation);
        Assert.Equal(1, city.Version);
        Assert.Equal([NewPlace("a", 1)], city.Places);
    }

    [Fact]
    public async Task Save_ByWritersAtOnce_LetsOneMakeEachVersion()
    {
        await using var otherDatabase = Database.Of(Test.Options, TimeProvider.System);
        var other = new CityStore(otherDatabase, TimeProvider.System);

        for (var expected = 0; expected < 10; expected++)
        {
            var made = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(
                () => (i % 2 == 0 ? Store : other).SaveAsync(
                    expected, new() { Places = [NewPlace("a", i)] }, "steward", "places", Cancellation), Cancellation)));

            Assert.Equal(expected + 1, Assert.Single(made, v => v is not null));
        }
        Assert.Single((await Store.LoadAsync(Cancellation)).Places);
    }

    [Fact]
    public async Task Save_WithARowThatCannotBeSaved_SavesNothingOfTheVersion()
    {
        await Test.ExecuteAsync("DROP TABLE posts", Cancellation);

        await Assert.ThrowsAnyAsync<DbException>(() => SaveAsync(0, new() { Places = [NewPlace("a", 1)], Posts = [Site] }));

        Assert.Equal("0", await Test.TextAsync("SELECT count(*) FROM city_version", Cancellation));
        Assert.Equal("0", await Test.TextAsync("SELECT count(*) FROM places", Cancellation));
    }

    [Fact]
    public async Task ClosedUntil_AMoment_AreTheCampaignsClosedByThenWhateverChangedLater()
    {
        var at = Time("2026-03-01T00:00:00Z").UtcDateTime;
        await SaveAtAsync(at, Round, Round with { Id = "open" }, Round with { Id = "later" });
        await SaveAtAsync(at.AddDays(1), Round with { State = CampaignState.Closed });
        await SaveAtAsync(at.AddDays(2), Round with { Id = "later", State = CampaignState.Closed });
        await SaveAtAsync(at.AddDays(9), Round with { State = CampaignState.Closed, Title = "again" }, Round with { Id = "open", Title = "again" });

        Assert.Empty(await Store.ClosedUntilAsync(at.AddDays(1).AddMicroseconds(-1), Cancellation));
        Assert.Equal(["round-7"], await Store.ClosedUntilAsync(at.AddDays(1), Cancellation));
        Assert.Equal(["later", "round-7"], await Store.ClosedUntilAsync(at.AddDays(3), Cancellation));
        Assert.Equal(["later", "round-7"], await Store.ClosedUntilAsync(at.AddYears(10), Cancellation));
    }

    [Fact]
    public async Task Save_Always_RecordsWhoDidWhat()
    {
        await Store.SaveAsync(0, new() { Places = [NewPlace("a", 1)] }, "steward-3", "places", Cancellation);

        Assert.Equal("1 steward-3 places", await Test.TextAsync(
            "SELECT version || ' ' || made_by || ' ' || what FROM city_version", Cancellation));
    }

    [Fact]
    public async Task Save_OfAWholeCity_ComesBackInOrder()
    {
        Place[] places = [.. Enumerable.Range(0, 20_000).Select(i => NewPlace($"enping.t{i / 1000:D2}.v{i / 20 % 50:D2}.g{i % 20:D2}", i))];
        await SaveAsync(0, new() { Places = places });
        await SaveAsync(1, new() { Places = [.. places.Select(p => p with { Name = p.Name + "区" })] });

        var city = await Store.LoadAsync(Cancellation);

        Assert.Equal(places.Select(p => p with { Name = p.Name + "区" }), city.Places);
        Assert.Equal(places, (await Store.LoadAsync(1, Cancellation)).Places);
    }

    private static Place NewPlace(string id, long households) => new(
        PlaceId.Parse(id), "grid", "网格一", "Grid 1",
        ImmutableSortedDictionary<string, long>.Empty.Add("households", households).Add("residents", 9_007_199_254_740_991));

    // Records compare targets by reference, and moments without their offset.
    private static string Text(Campaign c) => string.Join(
        '|', c.Id, c.Kind, c.Title, c.TitleEn, c.Root, $"{c.OpensAt:O}", $"{c.Deadline:O}", c.State, string.Join(';', c.Targets), c.Drill,
        $"{c.CreatedAt:O}");

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private async Task SaveAtAsync(DateTime at, params Campaign[] campaigns)
    {
        var before = (await Store.LoadAsync(Cancellation)).Version;
        await SaveAsync(before, new() { Campaigns = campaigns });
        await Test.ExecuteAsync($"UPDATE city_version SET made_at = '{at:yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'}' WHERE version = {before + 1}", Cancellation);
    }

    private Task<long?> SaveAsync(long expected, CityChange change) => Store.SaveAsync(expected, change, "steward", "test", Cancellation);
}

public sealed class SqliteCityStoreTests() : CityStoreContract(new SqliteTestDatabase());

public sealed class PostgresCityStoreTests(PostgresFixture fixture) : CityStoreContract(new PostgresTestDatabase(fixture));
