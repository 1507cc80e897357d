using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace GridGrains.Gateway;

/// <summary>Examples for the OpenAPI document: a small town, written by the very code that writes the answers.</summary>
internal static class Examples
{
    public const string CampaignId = "shengtang-test";
    public const string VillageId = "enping.shengtang.v03";
    public const string GridId = "enping.shengtang.v03.g02";

    public const string NoticeId = "0199b1c2-7c3f-7b10-8a21-6d5f4e3c2b1a";

    private static readonly Guid ReportId = Guid.Parse("0199b1c2-5d1e-7a44-9c55-3f0a6f1b2c3d");
    private static readonly DateTime Seen = new(2022, 10, 6, 9, 12, 31, DateTimeKind.Utc);

    private static readonly Wire.Observation Tube = new("tests.sampled", "T0001234", 10, Seen, "site-03");

    private static readonly City City = new(new CityImage(1,
    [
        At("enping", "county", "恩平市", "Enping"),
        At("enping.shengtang", "town", "圣堂镇", "Shengtang"),
        At(VillageId, "village", "村3", "V3"),
        At("enping.shengtang.v03.g01", "grid", "村3网格1", "V3 grid 1", households: 104, residents: 371),
        At(GridId, "grid", "村3网格2", "V3 grid 2", households: 98, residents: 340),
    ], [], []));

    private static readonly Campaign Terms = new(
        CampaignId, CampaignKind.Round, "全员核酸筛查", "Everybody tested", PlaceId.Parse("enping.shengtang"), Seen.Date, Seen.Date.AddDays(2), CampaignState.Open,
        ImmutableSortedDictionary<string, string>.Empty.Add("tests.sampled", "residents"), null, Seen.Date);

    private static readonly PlaceCounts First = Counts("enping.shengtang.v03.g01", 12, 118);
    private static readonly PlaceCounts Second = Counts(GridId, 17, 120);
    private static readonly PlaceCounts Village = Counts(VillageId, 29, 238) with { ChildrenExpected = 2, ChildrenHeard = 2 };

    public static JsonNode Report { get; } = Of(new Wire.Report(ReportId, [Tube]), WireJson.Default.Report);

    public static JsonNode BulkReports { get; } = Of<ImmutableArray<Wire.BulkReport>>(
        [new(GridId, ReportId, [Tube])], WireJson.Default.ImmutableArrayBulkReport);

    public static JsonNode Receipt { get; } = Written(json => ReceiptWriter.Write(json, SomeReceipt));

    public static JsonNode BulkReceipts { get; } = new JsonArray(
        Written(json => ReceiptWriter.Write(json, SomeReceipt)), Problem(Gateway.Problem.Closed(CampaignId)));

    public static JsonNode Snapshot { get; } = Written(json => Write(json, Village));

    public static JsonNode PublicSnapshot { get; } = Written(json => PublicWriter.Write(
        json,
        CampaignId,
        new PublicView(5550158, Seen, Seen + PublicView.Interval, []),
        new PublicArea(
            PlaceId.Parse(VillageId), 1, [.. PublicCounts.All.Select(count => count.Code == "tests.sampled" ? 230L : 0)]),
        City.TryGetPlace(PlaceId.Parse(VillageId), out var node) ? node : null));

    public static JsonNode Family { get; } = new JsonObject
    {
        ["snapshot"] = Written(json => Write(json, Village)),
        ["children"] = new JsonArray(Written(json => Write(json, First)), Written(json => Write(json, Second))),
    };

    public static JsonNode PastTree { get; } = new JsonObject
    {
        ["at"] = Rfc3339.Write(Seen),
        ["snapshot"] = Written(json => Write(json, Village)),
        ["counts"] = new JsonArray("tests.sampled"),
        ["rows"] = new JsonArray(new JsonArray(VillageId, 238), new JsonArray("enping.shengtang.v03.g01", 118), new JsonArray(GridId, 120)),
    };

    public static JsonNode History { get; } = Of(
        new Wire.History("tests.sampled", 300, [[1665047400, 96], [1665047700, 238]]), WireJson.Default.History);

    public static JsonNode Subjects { get; } = Of<ImmutableArray<Wire.Observation>>([Tube], WireJson.Default.ImmutableArrayObservation);

    public static JsonNode Audit { get; } = Of(
        new Wire.Audit(VillageId, true, Sampled(238), Sampled(238), 29, [], true), WireJson.Default.Audit);

    public static JsonNode Places { get; } = Of(
        new Wire.PlacePage([SomePlace], GridId), WireJson.Default.PlacePage);

    public static JsonNode PlaceRows { get; } = Of<ImmutableArray<Wire.Place>>(
        [SomePlace], WireJson.Default.ImmutableArrayPlace);

    public static JsonNode PlacesCsv { get; } = $"id,level,name,name_en,households,residents\n{GridId},grid,村3网格2,V3 grid 2,98,340\n";

    public static JsonNode PostRows { get; } = Of<ImmutableArray<Wire.Post>>(
        [new("site-03", GridId, "sampling-site", "采样点3", "cadre:1;volunteer:2", "07:30-21:00")], WireJson.Default.ImmutableArrayPost);

    public static JsonNode PostsCsv { get; } =
        $"id,place,kind,name,requires,hours\nsite-03,{GridId},sampling-site,采样点3,cadre:1;volunteer:2,07:30-21:00\n";

    public static JsonNode CodesCsv { get; } = "code,name,name_en,households\n440785101201,村3,V3,\n440785101201002,村3网格2,V3 grid 2,98\n";

    public static JsonNode ImportAnswer { get; } = Of(new Wire.ImportAnswer(false, 4, 1, 0, 0), WireJson.Default.ImportAnswer);

    public static JsonNode Campaign { get; } = Of(SomeCampaign, WireJson.Default.Campaign);

    public static JsonNode Campaigns { get; } = new JsonArray(Of(SomeCampaign, WireJson.Default.Campaign));

    public static JsonNode Posts { get; } = Of<ImmutableArray<Wire.PostState>>(
        [
            new("site-03", GridId, "sampling-site", "采样点3", "07:30-21:00", true, Roles(("cadre", 1), ("volunteer", 2)), Roles(("cadre", 1)),
                Roles(("volunteer", 2)), Seen, new(12, 0)),
        ],
        WireJson.Default.ImmutableArrayPostState);

    public static JsonNode Alert { get; } = Of(SomeAlert, WireJson.Default.Alert);

    public static JsonNode AcknowledgedAlert { get; } = Of(SomeAlert with { Acknowledged = true }, WireJson.Default.Alert);

    public static JsonNode Alerts { get; } = new JsonArray(Of(SomeAlert, WireJson.Default.Alert));

    public static JsonNode NoticeDraft { get; } = Of(new Wire.NoticeDraft(SomeNotice.Id, SomeNotice.Text), WireJson.Default.NoticeDraft);

    public static JsonNode Notice { get; } = Of(SomeNotice, WireJson.Default.Notice);

    public static JsonNode AcknowledgedNotice { get; } = Of(SomeNotice with { Acknowledged = true }, WireJson.Default.Notice);

    public static JsonNode Notices { get; } = new JsonArray(Of(SomeNotice, WireJson.Default.Notice));

    public static JsonNode NoticeProgress { get; } = Of(
        new Wire.NoticeProgress(SomeNotice, 1, 2, [new(GridId, "村3网格2", "V3 grid 2")], null), WireJson.Default.NoticeProgress);

    public static JsonNode WebhookDraft { get; } = Of(
        new Wire.WebhookDraft(Guid.Parse(NoticeId), "counts", 1, "https://hooks.example/gridgrains", "whsec_bm90IGEgc2VjcmV0OiBhbiBleGFtcGxlIG9mIG9uZQ=="),
        WireJson.Default.WebhookDraft);

    public static JsonNode Webhook { get; } = Of(SomeWebhook, WireJson.Default.Webhook);

    public static JsonNode Webhooks { get; } = new JsonArray(Of(SomeWebhook, WireJson.Default.Webhook));

    public static JsonNode Daily { get; } = Of(SomeDaily, WireJson.Default.DailyReport);

    public static JsonNode DailyCsv { get; } = Gateway.DailyCsv.Write(SomeDaily, isChinese: true);

    public static JsonNode EmergencyStatus { get; } = Of(
        new Wire.EmergencyStatus(
            "shengtang-outbreak", "outbreak", new("突发疫情应急处置", "Response to an outbreak"), "enping.shengtang", false, Seen, Seen.AddMinutes(40),
            new(176, 158, Seen.AddMinutes(30), 1, [new("enping.shengtang.desk", "圣堂镇", "Shengtang", 176, 158)], 1, [new(GridId, "村3网格2", "V3 grid 2")]),
            [new("command", new("综合指挥组", "Command"), [SomeTask])]),
        WireJson.Default.EmergencyStatus);

    public static JsonNode EmergencyTask { get; } = Of(SomeTask, WireJson.Default.EmergencyTask);

    public static JsonNode EmergencySummary { get; } = Of(SomeSummary, WireJson.Default.EmergencySummary);

    public static JsonNode EmergencyCsv { get; } = Gateway.EmergencyCsv.Write(SomeSummary, isChinese: true);

    public static JsonNode ChangeAsked { get; } = Of(SomeChange with { Version = null, MadeAt = null, MadeBy = null }, WireJson.Default.Change);

    public static JsonNode Change { get; } = Of(SomeChange, WireJson.Default.Change);

    public static JsonNode Changes { get; } = Of([SomeChange], WireJson.Default.ImmutableArrayChange);

    public static JsonNode Catalogue { get; } = JsonNode.Parse(GridGrains.Catalogue.Current.Json.Span)!;

    public static JsonNode Export { get; } =
        $"id,name,nameEn,version,asOf,tests.sampled,…\r\n{GridId},村3网格2,V3 grid 2,17,2022-10-06T09:12:31Z,120,…\r\n";

    public static JsonNode OData { get; } = JsonNode.Parse(
        """{ "@odata.context": "odata/$metadata", "value": [{ "name": "Places", "kind": "EntitySet", "url": "odata/Places" }] }""")!;

    public static JsonNode ODataMetadata { get; } = ODataEndpoints.Metadata([.. ODataColumn.Of(City.Roots[0]).Take(2)]);

    public static JsonNode ODataPlaces { get; } = JsonNode.Parse(
        $$"""{ "@odata.context": "$metadata#Places", "value": [{ "id": "{{GridId}}", "name": "村3网格2", "tests_sampled": 120 }] }""")!;

    public static JsonNode ODataCsv { get; } = $"id,name,tests_sampled\r\n{GridId},村3网格2,120\r\n";

    public static JsonNode Map { get; } = JsonNode.Parse(
        $$"""
        { "type": "FeatureCollection", "features": [{ "type": "Feature", "id": "{{GridId}}", "geometry": { "type": "Point", "coordinates": [112.305123, 22.182456] },
          "properties": { "parent": "{{VillageId}}", "level": "grid", "name": "村3网格2", "version": 17, "asOf": "2022-10-06T09:12:31Z", "counts": { "tests.sampled": 120 } } }] }
        """)!;

    public static JsonNode Dhis2Mapping { get; } = Of(
        new Wire.Dhis2Mapping(
            null, "lyLU2wR22tC", "Daily", null, null, null, [new("tests.sampled", "f7n9E0hX8qk", null, null)],
            ImmutableSortedDictionary<string, string>.Empty.Add(VillageId, "DiszpKrYNg8"), null),
        WireJson.Default.Dhis2Mapping);

    public static JsonNode Dhis2Json { get; } = Written(json => Dhis2Files.WriteJson(json, SomeValues));

    public static JsonNode Dhis2Csv { get; } = Dhis2Files.Csv(SomeValues);

    public static JsonNode Dhis2Adx { get; } = Dhis2Files.Xml(SomeValues, Seen);

    public static JsonNode Trail { get; } = Of(
        new Wire.TrailPage(
            [
                new(Seen, "steward-7", "publishNotice", CampaignId, "enping.shengtang", "done", NoticeId, 1),
                new(Seen, "phone-12", "report", CampaignId, GridId, "forbidden", null, 3),
            ],
            "1233"),
        WireJson.Default.TrailPage);

    public static JsonNode Operations { get; } = Of(
        new Wire.Operations(
            Seen,
            new("gateway-1", Seen, 120_000, 960_000, 12, 240, 310, 95, 220_000_000),
            [new("silo-1", Seen, Seen, 900, 80, 410.5, 96, new(4.2, 18), 120, 100_000, 100, [new(1, 240, 410)], [new(GridId, 320)])]),
        WireJson.Default.Operations);

    /// <summary>A health answer.</summary>
    public static JsonNode Health(string status) => Of(new Wire.Health(status), WireJson.Default.Health);

    /// <summary>A problem, written as every problem is.</summary>
    public static JsonNode Problem(Problem problem) => Written(problem.Write);

    private static Wire.Place SomePlace => new(GridId, VillageId, "grid", "村3网格2", "V3 grid 2", true, Sum("households", 98));

    private static Receipt SomeReceipt => new(ReportId, PlaceId.Parse(GridId), 17, ReportStatus.Recorded, 1, 0);

    private static ImmutableSortedDictionary<string, int> Roles(params (string Role, int Number)[] roles) =>
        roles.ToImmutableSortedDictionary(r => r.Role, r => r.Number);

    private static Wire.Alert SomeAlert => new(
        Guid.Parse(NoticeId), "post.short", "warning", CampaignId, GridId, "site-03", Seen, new("采样点3缺员", "采样点3 is short of staff"), false, null,
        new(VillageId, "village"));

    private static Dhis2Values SomeValues
    {
        get
        {
            GridGrains.Catalogue.Current.TryGetCount("tests.sampled", out var count);
            var mapping = new Dhis2Mapping(
                "lyLU2wR22tC", new(Dhis2PeriodType.Daily, DateOnly.FromDateTime(Seen)), null, false,
                [new(count!, "f7n9E0hX8qk", null, new Dictionary<string, string>())], [], null);
            return new(mapping, [("DiszpKrYNg8", [238])]);
        }
    }

    private static Wire.Webhook SomeWebhook => new(
        Guid.Parse(NoticeId), CampaignId, VillageId, "counts", 1, "https://hooks.example/gridgrains", Seen, 3, Seen.AddMinutes(-4),
        new(Seen, 4, Seen.AddSeconds(8), "answered 503"));

    private static Wire.DailyReport SomeDaily => new(
        CampaignId, VillageId, "村3", "V3", "2022-10-06", Seen.Date.AddHours(10), Seen.Date.AddHours(10), true, false, 2, 1, 50, 50, [], [],
        [new(GridId, "村3网格2", "V3 grid 2")], Sampled(118), Sampled(118), [new("enping.shengtang.v03.g01", "i-1", 3, Seen)]);

    private static Wire.EmergencyTask SomeTask =>
        new("first-report", new("向上级首次报告", "First report to the level above"), Seen.AddMinutes(120), "done", Seen.AddMinutes(35), "steward");

    private static Wire.EmergencySummary SomeSummary => new(
        "shengtang-outbreak", "outbreak", new("突发疫情应急处置", "Response to an outbreak"), "enping.shengtang", "圣堂镇", "Shengtang", false, Seen, Seen.AddDays(1),
        Seen.AddDays(1), true, 176, 176, Seen.AddMinutes(42), [new("enping.shengtang.desk", "圣堂镇", "Shengtang", 176, 176)],
        [new("first-report", "command", new("综合指挥组", "Command"), SomeTask.Title, SomeTask.DueAt, "inTime", SomeTask.DoneAt, "steward")],
        Sampled(28369), 213, [new("muster.incomplete", "critical", 1)]);

    private static Wire.Change SomeChange => new(
        "split-2022-10-06", "split", "enping.shengtang.v03.g01",
        Parts: [new("enping.shengtang.v03.g11", "村3网格1东"), new("enping.shengtang.v03.g12", "村3网格1西", Attributes: ImmutableSortedDictionary<string, long>.Empty.Add("households", 40), Subjects: ["W*"])],
        Version: 12, MadeAt: Seen, MadeBy: "steward-1");

    private static Wire.Notice SomeNotice => new(
        Guid.Parse(NoticeId), CampaignId, "enping.shengtang", new("今晚八点前上报", "Report before eight tonight"), Seen, 130, 179);

    private static Wire.Campaign SomeCampaign => new(
        CampaignId, "round", "全员核酸筛查", "Everybody tested", "enping.shengtang", Seen.Date, Seen.Date.AddDays(2), "open",
        ImmutableSortedDictionary<string, string>.Empty.Add("tests.sampled", "residents"), new Wire.Drill(Seen.Date, 120), Seen);

    private static Place At(string id, string level, string name, string nameEn, long households = 0, long residents = 0) => new(
        PlaceId.Parse(id), level, name, nameEn,
        households == 0 ? ImmutableSortedDictionary<string, long>.Empty : Sum("households", households).Add("residents", residents));

    private static ImmutableSortedDictionary<string, long> Sum(string name, long value) =>
        ImmutableSortedDictionary<string, long>.Empty.Add(name, value);

    private static ImmutableSortedDictionary<string, long> Sampled(long value) => Sum("tests.sampled", value);

    private static PlaceCounts Counts(string place, long version, long sampled)
    {
        GridGrains.Catalogue.Current.TryGetCount("tests.sampled", out var count);
        var values = new long[count!.Index + 1];
        values[count.Index] = sampled;
        return new PlaceCounts(PlaceId.Parse(place), version, Seen, CountVector.Copy(values), HourBefore: [sampled / 2], DayBefore: [0]);
    }

    private static void Write(Utf8JsonWriter json, PlaceCounts counts) =>
        SnapshotWriter.Write(json, CampaignId, Terms, City.TryGetPlace(counts.Place, out var node) ? node : null, counts);

    private static JsonNode Written(Action<Utf8JsonWriter> write) => JsonNode.Parse(JsonBytes.Of(write, static (json, w) => w(json)))!;

    private static JsonNode Of<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToNode(value, type)!;
}
