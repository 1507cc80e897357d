using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace GridGrains.Gateway;

/// <summary>The operations as the OpenAPI document describes them.</summary>
internal static class Operations
{
    private const string Csv = "text/csv";
    private static readonly int[] OfALedger = [404];
    private static readonly int[] OfALedgerAsked = [404, 422];
    private static readonly int[] OfABody = [400, 413, 415, 422];

    private static readonly ParameterDoc Limit = new("limit", "The size of a page, 1 to 500.", 500);
    private static readonly ParameterDoc DryRun = new("dryRun", "true: answers what would change, and changes nothing.", true);

    public static OperationDoc Catalogue { get; } = new("getCatalogue", "Catalogue", "The levels, series and counts")
    {
        Answer = new(typeof(JsonObject), Examples.Catalogue) { Conditional = true },
    };

    public static OperationDoc Places { get; } = new("getPlaces", "Places", "The tree, parents before children")
    {
        Description = "Without root, the caller's subtrees. A desk is not listed. Who has no other role than public gets the areas, without attributes.",
        Query =
        [
            new("root", "Only this place and what is below it.", Examples.VillageId),
            new("depth", "How many levels below the root; all, if left out.", 1),
            new("after", "The id that the page before ended with (its next).", Examples.GridId),
            Limit,
        ],
        Answer = new(typeof(Wire.PlacePage), Examples.Places),
        Problems = OfALedgerAsked,
    };

    public static OperationDoc ImportPlaces { get; } = new("importPlaces", "Places", "Adds and changes places, all rows or none")
    {
        Description = "Stewards. Rows are numbered from 1; errors are keyed rows[n].member. Parents come before children. "
            + "Places that are not named stay.",
        Query = [DryRun],
        Body = typeof(ImmutableArray<Wire.Place>),
        Bodies = JsonOrCsv(Examples.PlaceRows, Examples.PlacesCsv),
        Wrong = ("rows[17].parent", "must be enping.shengtang.v03, as the id of the place has it"),
        Answer = new(typeof(Wire.ImportAnswer), Examples.ImportAnswer),
        Problems = OfABody,
    };

    public static OperationDoc ImportPlacesByCode { get; } = new("importPlacesByCode", "Places", "Adds and changes places by their official codes, all rows or none")
    {
        Description = "Stewards. GB/T 2260 (6 digits), a town (9), a village (12), a grid (15). A place that has the code already is that place; a new one comes below the place with the code that its own begins with. "
            + "The code is kept as the attribute code.",
        Query = [DryRun, new("under", "Where counties come whose prefecture is not there; roots, if left out.", "jiangmen")],
        Body = typeof(string),
        Bodies = new Dictionary<string, JsonNode> { [Csv] = Examples.CodesCsv },
        Wrong = ("rows[17].code", "(line 18) is '44078', which is no code: 6 digits for a prefecture or county (GB/T 2260), 9 with a town, 12 with a village, 15 with a grid"),
        Answer = new(typeof(Wire.ImportAnswer), Examples.ImportAnswer),
        Problems = OfABody,
    };

    public static OperationDoc ImportPosts { get; } = new("importPosts", "Places", "Adds and changes posts, all rows or none")
    {
        Description = "Stewards. As for places.",
        Query = [DryRun],
        Body = typeof(ImmutableArray<Wire.Post>),
        Bodies = JsonOrCsv(Examples.PostRows, Examples.PostsCsv),
        Wrong = ("rows[17].place", "is missing"),
        Answer = new(typeof(Wire.ImportAnswer), Examples.ImportAnswer),
        Problems = OfABody,
    };

    public static OperationDoc ChangePlaces { get; } = new("changePlaces", "Places", "Renames, closes, moves, merges or splits a place while campaigns run")
    {
        Description = "Stewards of the place above, and of the place above where it goes. The tree and the totals change in one step, durable before it is answered. "
            + "Sent again with the same id, it is made once. A report to a place that is no longer there goes to those that go on for it.",
        Body = typeof(Wire.Change),
        Bodies = Json(Examples.ChangeAsked),
        Wrong = ("to", "enping.shengtang.v03.g01 is taken"),
        Answer = new(typeof(Wire.Change), Examples.Change),
        Problems = OfABody,
    };

    public static OperationDoc Changes { get; } = new("getChanges", "Places", "The changes of the tree in the caller's subtrees, newest first")
    {
        Description = "Stewards.",
        Query = [Limit],
        Answer = new(typeof(ImmutableArray<Wire.Change>), Examples.Changes),
        Problems = [422],
    };

    public static OperationDoc UndoChange { get; } = new("undoChange", "Places", "Takes a change of the tree back, with all that was counted since")
    {
        Description = "Those who may make it. A change that is not there is answered as one of others' places. Refused while a later change of the same places stands; again it changes nothing.",
        Wrong = ("id", "enping.shengtang.v03.g01 has been changed since; undo that first"),
        Answer = new(typeof(Wire.Change), Examples.Change),
        Problems = [422],
    };

    public static OperationDoc Campaigns { get; } = new("getCampaigns", "Campaigns", "The campaigns that count something in the caller's subtrees")
    {
        Answer = new(typeof(ImmutableArray<Wire.Campaign>), Examples.Campaigns),
    };

    public static OperationDoc Campaign { get; } = new("getCampaign", "Campaigns", "A campaign")
    {
        Answer = new(typeof(Wire.Campaign), Examples.Campaign),
        Problems = OfALedger,
    };

    public static OperationDoc PutCampaign { get; } = new(
        "putCampaign", "Campaigns", "Creates a campaign, or changes its title, deadline and targets")
    {
        Description = "Stewards of its root. Root, kind and drill are settled at creation; state and createdAt are the service's, "
            + "may be left out and are not looked at. With emergency a plan is activated for the root and all below it, once however often this is sent: kind, title, "
            + "opensAt and targets may then be left out and are round, the plan's title, the campaign's time now and the plan's targets. The plan cannot change later.",
        Body = typeof(Wire.Campaign),
        Bodies = Json(Examples.Campaign),
        Wrong = ("kind", "must be round or standing"),
        Answer = new(typeof(Wire.Campaign), Examples.Campaign),
        Problems = OfABody,
    };

    public static OperationDoc CloseCampaign { get; } = new(
        "closeCampaign", "Campaigns", "Closes a campaign; it takes no more reports and stays readable")
    {
        Description = "For good: no PUT opens it again. Reports that it has counted are still answered their first receipt. After a "
            + "configured time its subjects are purged; its counts, history, audit and report ids stay.",
        Answer = new(typeof(Wire.Campaign), Examples.Campaign),
        Problems = OfALedger,
    };

    public static OperationDoc Emergency { get; } = new("getEmergency", "Emergencies", "How an emergency stands: its muster and its tasks")
    {
        Description = "For those who may see the campaign's root. A task ends by the counts that the plan names, as long as they say so, or by a steward.",
        Query = [new("limit", "How many places are named at most in each list, 0 to 500; all 500, if left out.", 50)],
        Answer = new(typeof(Wire.EmergencyStatus), Examples.EmergencyStatus),
        Problems = OfALedgerAsked,
    };

    public static OperationDoc FinishTask { get; } = new("finishTask", "Emergencies", "A steward says that a task is done")
    {
        Description = "Stewards of the campaign's root. Durable before it is answered; again it changes nothing.",
        Answer = new(typeof(Wire.EmergencyTask), Examples.EmergencyTask),
        Problems = [404, 409],
    };

    public static OperationDoc ReopenTask { get; } = new("reopenTask", "Emergencies", "Takes back that a task is done")
    {
        Description = "Stewards of the campaign's root. What counts say stands.",
        Answer = new(typeof(Wire.EmergencyTask), Examples.EmergencyTask),
        Problems = [404, 409],
    };

    public static OperationDoc EmergencySummary { get; } = new("getEmergencySummary", "Emergencies", "The first 24 hours of an emergency, or as many as its plan says")
    {
        Description = "Recounted from the journal, and what was done by then from the city of that moment, so the same whenever it is asked for; provisional before.",
        Query =
        [
            new("format", "json or csv; by the Accept header, if left out.", "json"),
            new("lang", "zh or en: the words of the CSV.", "zh"),
        ],
        Answer = new(typeof(Wire.EmergencySummary), Examples.EmergencySummary),
        Alternative = new(typeof(string), Examples.EmergencyCsv, Csv),
        Wrong = ("format", "must be json or csv"),
        Problems = OfALedgerAsked,
    };

    public static OperationDoc Snapshot { get; } = new("getSnapshot", "Counts", "The present counts of a place")
    {
        Description = "Who has no other role than public is answered a PublicSnapshot, of areas only: renewed every five minutes, in tens, and where there are "
            + "none a text as \"<10\". Watched on the hub it is the same, and a tree has such rows.",
        Publicly = new(typeof(Wire.PublicSnapshot), Examples.PublicSnapshot),
        Answer = new(typeof(Wire.Snapshot), Examples.Snapshot) { Conditional = true },
        Problems = OfALedger,
    };

    public static OperationDoc Children { get; } = new("getChildren", "Counts", "The present counts of a place and its children, from one moment")
    {
        Answer = new(typeof(Wire.Family), Examples.Family) { Conditional = true },
        Problems = OfALedger,
    };

    public static OperationDoc History { get; } = new("getHistory", "Counts", "A count over the campaign's time")
    {
        Description = "At most 2,000 points.",
        Query =
        [
            new("count", "A count of the catalogue.", "tests.sampled", Required: true),
            new("step", "Seconds between points.", 300),
            new("from", "RFC 3339 or epoch seconds; 24 hours before to, if left out.", "2022-10-06T00:00:00Z"),
            new("to", "RFC 3339 or epoch seconds; the campaign's present time, if left out.", "2022-10-06T12:00:00Z"),
        ],
        Answer = new(typeof(Wire.History), Examples.History),
        Wrong = ("step", "must be a whole number from 1 to 2678400"),
        Problems = OfALedgerAsked,
    };

    public static OperationDoc Rewind { get; } = new("getSnapshotAt", "Counts", "The counts of a place at a past moment")
    {
        Description = "All that had been recorded when the campaign's clock showed the moment, from the journal, with the tree, the targets and the alerts of then: what a watcher "
            + "was shown at that moment. What was reported later of an earlier time is not in it. asOf is the real moment. 404 where the tree had no such place.",
        Answer = new(typeof(Wire.Snapshot), Examples.Snapshot),
        Wrong = ("moment", "must not be ahead of the campaign's time, which is 2022-10-06T09:12:31Z"),
        Problems = OfALedgerAsked,
    };

    public static OperationDoc RewindTree { get; } = new("getTreeAt", "Counts", "The counts of a place and of all below it at a past moment")
    {
        Description = "As getSnapshotAt, with a row for each place below. Of a purged campaign as well.",
        Query =
        [
            new("counts", "Counts of the catalogue, at most 8, separated by commas: what a row has.", "tests.sampled", Required: true),
            new("depth", "How many levels below the place have rows; all, if left out.", 2),
        ],
        Answer = new(typeof(Wire.PastTree), Examples.PastTree),
        Wrong = ("counts", "is missing: counts of the catalogue, separated by commas"),
        Problems = OfALedgerAsked,
    };

    public static OperationDoc Report { get; } = new("report", "Reports", "Reports from the field, for a leaf")
    {
        Description = "Durable before it is answered, and counted once however often it is sent: again with the same body and by the same "
            + "sender, it is answered its first receipt, also when the campaign has been closed since. A known id with another body or from "
            + "another sender is 422.",
        Body = typeof(Wire.Report),
        Bodies = Json(Examples.Report),
        Wrong = ("observations[3].value", "must be 0 to 20 for tests.sampled"),
        Answer = new(typeof(Wire.Receipt), Examples.Receipt),
        Problems = [404, 409, .. OfABody],
    };

    public static OperationDoc ReportMany { get; } = new("reportMany", "Reports", "Many reports in one call")
    {
        Description = "At most 2,000 observations. Answered item by item, in order: a Receipt, or a Problem in its place.",
        Body = typeof(ImmutableArray<Wire.BulkReport>),
        Bodies = Json(Examples.BulkReports),
        Wrong = ("[0].observations[3].value", "must be a number"),
        Answer = new(typeof(JsonArray), Examples.BulkReceipts),
        Problems = [400, 413, 415],
    };

    public static OperationDoc Subjects { get; } = new("getSubjects", "Reports", "A leaf's winning observations")
    {
        Query =
        [
            new("series", "Only this series.", "tests.sampled"),
            new("after", "The subject that the page before ended with; across series, series/subject.", "T0001234"),
            Limit,
        ],
        Description = "Kept until a while after the campaign is closed; then 410, while its counts, history and audit stay.",
        Answer = new(typeof(ImmutableArray<Wire.Observation>), Examples.Subjects),
        Problems = [410, .. OfALedgerAsked],
    };

    public static OperationDoc Posts { get; } = new("getPosts", "Posts", "The posts at and below a place, and how they are staffed now")
    {
        Description = "In the order of the tree. In a standing campaign all posts; in a round those at which duty has been reported in it. Hours are by "
            + "the campaign's clock, in China Standard Time. Who reports duty names the post in the observation.",
        Query = [new("after", "The post that the page before ended with.", "site-03"), Limit],
        Answer = new(typeof(ImmutableArray<Wire.PostState>), Examples.Posts),
        Problems = OfALedgerAsked,
    };

    public static OperationDoc Alerts { get; } = new("getAlerts", "Alerts", "The newest alerts that stand at and below a place, newest first")
    {
        Description = "Alerts are raised by rules and clear by themselves when what they say is mended. One that stands for long goes on to the "
            + "level above, until it is acknowledged: reached names the place that it has come to. Changes come on the hub as alert to clients that "
            + "watch the place or one above it; who was away asks here.",
        Query = [Limit],
        Answer = new(typeof(ImmutableArray<Wire.Alert>), Examples.Alerts),
        Problems = OfALedgerAsked,
    };

    public static OperationDoc AcknowledgeAlert { get; } = new("acknowledgeAlert", "Alerts", "A steward looks after an alert")
    {
        Description = "Stewards. Durable before it is answered. The alert stands until what it says is mended.",
        Answer = new(typeof(Wire.Alert), Examples.AcknowledgedAlert),
        Problems = OfALedger,
    };

    public static OperationDoc Notices { get; } = new("getNotices", "Notices", "The newest notices that concern a place, newest first, at most 50")
    {
        Description = "Published at the place, above it or below it. For a leaf each says whether the leaf has acknowledged it. New ones come "
            + "on the hub as notice to clients that watch a place above or below; who was away asks here.",
        Answer = new(typeof(ImmutableArray<Wire.Notice>), Examples.Notices),
        Problems = OfALedger,
    };

    public static OperationDoc PublishNotice { get; } = new("publishNotice", "Notices", "Publishes a notice to everybody at and below a place")
    {
        Description = "Stewards. Durable before it is answered; again with the same id, place and text it is answered as it stands. A text has at "
            + "most 500 characters in each language, and no identity or mobile number and no e-mail address.",
        Body = typeof(Wire.NoticeDraft),
        Bodies = Json(Examples.NoticeDraft),
        Wrong = ("text.zh", "must be 1 to 500 characters, not all blank, or left out"),
        Answer = new(typeof(Wire.Notice), Examples.Notice),
        Problems = [404, 409, .. OfABody],
    };

    public static OperationDoc Notice { get; } = new("getNotice", "Notices", "A notice and the leaves at and below the place that have not acknowledged it")
    {
        Query = [new("after", "The place that the page before ended with (its next).", Examples.GridId), Limit],
        Answer = new(typeof(Wire.NoticeProgress), Examples.NoticeProgress),
        Problems = OfALedgerAsked,
    };

    public static OperationDoc AcknowledgeNotice { get; } = new("acknowledgeNotice", "Notices", "A leaf has read a notice")
    {
        Description = "Reporters. Durable before it is answered, and counted once however often it is sent.",
        Answer = new(typeof(Wire.Notice), Examples.AcknowledgedNotice),
        Wrong = ("place", "enping.shengtang is an area; a notice is acknowledged by leaves"),
        Problems = OfALedgerAsked,
    };

    public static OperationDoc Webhooks { get; } = new("getWebhooks", "Exchange", "The webhooks of a place and of those below it, and how their messages get through")
    {
        Description = "Stewards. Never with their secrets.",
        Answer = new(typeof(ImmutableArray<Wire.Webhook>), Examples.Webhooks),
        Problems = OfALedger,
    };

    public static OperationDoc RegisterWebhook { get; } = new("registerWebhook", "Exchange", "Has another system told of the counts or the alerts of a place")
    {
        Description = "Stewards. Durable before it is answered; again with the same id and the same members it is answered as it stands. The address must be on a host that the service is "
            + "configured to send to. Messages are signed, and sent again until they are answered with a 2xx; docs/exchange.md has their shapes and how to check them.",
        Body = typeof(Wire.WebhookDraft),
        Bodies = Json(Examples.WebhookDraft),
        Wrong = ("url", "is on a host (hooks.example) that Webhooks:AllowedHosts does not have"),
        Answer = new(typeof(Wire.Webhook), Examples.Webhook),
        Problems = [404, .. OfABody],
    };

    public static OperationDoc RemoveWebhook { get; } = new("removeWebhook", "Exchange", "Takes out a webhook, with all that waits for it")
    {
        Description = "Stewards.",
        Answer = new(typeof(Wire.Webhook), Examples.Webhook),
        Problems = OfALedger,
    };

    public static OperationDoc Audit { get; } = new("audit", "Counts", "Counts a place again from the journal, and compares")
    {
        Answer = new(typeof(Wire.Audit), Examples.Audit),
        Problems = OfALedger,
    };

    public static OperationDoc Trail { get; } = new("getTrail", "Audit trail", "Who did, or tried, what at and below a place")
    {
        Description = "Stewards. Imports, campaigns, notices, acknowledgements, purges, and what was refused with 403, 409, 413, 422 or 429, newest first; imports "
            + "and posts concern all campaigns and are shown in each. With of=reports the reports instead, from the journal. Kept for good: a purge of subjects takes nothing from it.",
        Query =
        [
            new("of", "reports: the reports; everything else, if left out.", "reports"),
            new("after", "The next of the page before.", "1234"),
            Limit,
        ],
        Answer = new(typeof(Wire.TrailPage), Examples.Trail),
        Problems = OfALedgerAsked,
    };

    public static OperationDoc Daily { get; } = new("getDailyReport", "Counts", "What a place had reported on a day by when that was due")
    {
        Description = "Recounted from the journal and the tree of that moment, so the same whenever it is asked for; only who comes late is added until the day "
            + "is over. When it is due is a matter of the rules (18:00, if they do not say otherwise). 404 where the day has not begun, the campaign opened "
            + "later, or the place was not there.",
        Query =
        [
            new("format", "json or csv; by the Accept header, if left out.", "json"),
            new("lang", "zh or en: the words of the CSV.", "zh"),
        ],
        Answer = new(typeof(Wire.DailyReport), Examples.Daily),
        Alternative = new(typeof(string), Examples.DailyCsv, Csv),
        Wrong = ("date", "must be a day, as 2022-10-06"),
        Problems = OfALedgerAsked,
    };

    public static OperationDoc Export { get; } = new("export", "Counts", "A row per place of a level, a column per count, for a spreadsheet")
    {
        Query = [new("level", "A level of the catalogue; grid, if left out.", "grid")],
        Answer = new(typeof(string), Examples.Export, Csv),
        Wrong = ("level", "must be one of city, county, town, village, grid"),
        Problems = OfALedgerAsked,
    };

    public static OperationDoc OData { get; } = new("getOData", "Exchange", "The tables of the OData address: one, Places")
    {
        Description = "OData 4.0, as much of it as docs/exchange.md says, for spreadsheets and reporting tools.",
        Answer = new(typeof(JsonObject), Examples.OData),
        Problems = OfALedger,
    };

    public static OperationDoc ODataMetadata { get; } = new("getODataMetadata", "Exchange", "The columns of the table, in OData's language for that")
    {
        Answer = new(typeof(string), Examples.ODataMetadata, "application/xml"),
        Problems = OfALedger,
    };

    public static OperationDoc ODataPlaces { get; } = new("getODataPlaces", "Exchange", "A row for each place at and below one, with what is expected of it and what is counted")
    {
        Description = "In the order of the tree; $orderby is refused. A count's dots are underscores. As JSON 1,000 rows at a time, the next page linked; as CSV all, in UTF-8 with BOM.",
        Query =
        [
            new("$select", "Columns, separated by commas; all, if left out.", "id,name,tests_sampled"),
            new("$filter", "eq ne gt ge lt le, startswith endswith contains, and or not, brackets.", "level eq 'grid' and tests_sampled lt 10"),
            new("$top", "Rows at most.", 100),
            new("$skip", "Rows that are passed over.", 0),
            new("$count", "true: says how many rows there are.", true),
            new("$format", "json or csv.", "json"),
        ],
        Answer = new(typeof(JsonObject), Examples.ODataPlaces),
        Alternative = new(typeof(string), Examples.ODataCsv, Csv),
        Wrong = ("$filter", "has no column 'sampled' to look at"),
        Problems = OfALedgerAsked,
    };

    public static OperationDoc Map { get; } = new("getMap", "Exchange", "The places at and below one with their counts, as GeoJSON")
    {
        Description = "RFC 7946: a point in WGS 84 where the place's position was imported (lon_e6, lat_e6), and else no geometry. Who has no other role than public gets areas with the numbers of the public view.",
        Query =
        [
            new("level", "Only places of this level.", "grid"),
            new("depth", "How many levels below the place; all, if left out.", 1),
        ],
        Answer = new(typeof(JsonObject), Examples.Map, MapEndpoints.MediaType),
        Wrong = ("level", "must be one of city, county, town, village, grid"),
        Problems = OfALedgerAsked,
    };

    public static OperationDoc Dhis2Json { get; } = Dhis2("getDhis2Json", "as a data value set of DHIS2", new(typeof(JsonObject), Examples.Dhis2Json));

    public static OperationDoc Dhis2Csv { get; } = Dhis2("getDhis2Csv", "as a CSV file for DHIS2", new(typeof(string), Examples.Dhis2Csv, Csv));

    public static OperationDoc Dhis2Adx { get; } = Dhis2("getDhis2Adx", "as an ADX message", new(typeof(string), Examples.Dhis2Adx, Dhis2Endpoints.Adx));

    public static OperationDoc Operating { get; } = new("getOperations", "Operations", "How silos and this gateway are")
    {
        Description = "Stewards of a whole tree. What the silos said within the last seconds, and this gateway. Leaves are told at which a report waited long for its commit within the last "
            + "minute, in the order of the tree.",
        Answer = new(typeof(Wire.Operations), Examples.Operations),
    };

    public static OperationDoc Live { get; } = new("live", "Health", "The process runs")
    {
        Answer = new(typeof(Wire.Health), Examples.Health("live")),
        Secured = false,
    };

    public static OperationDoc Started { get; } = new("started", "Health", "The tree and the campaigns are known")
    {
        Answer = new(typeof(Wire.Health), Examples.Health("started")),
        Secured = false,
    };

    public static OperationDoc Ready { get; } = new("ready", "Health", "A canary report can be committed")
    {
        Answer = new(typeof(Wire.Health), Examples.Health("ready")),
        Secured = false,
    };

    private static OperationDoc Dhis2(string id, string how, AnswerDoc answer) => new(id, "Exchange", $"Counts {how}, by a mapping that is sent with the request")
    {
        Description = "Reads only. The mapping names data elements for counts and organisation units for places at or below this one; docs/exchange.md has all of its members.",
        Body = typeof(Wire.Dhis2Mapping),
        Bodies = Json(Examples.Dhis2Mapping),
        Wrong = ("orgUnits.enping.elsewhere", "is no place at or below enping.shengtang"),
        Answer = answer,
        Problems = [404, .. OfABody],
    };

    private static Dictionary<string, JsonNode> Json(JsonNode json) => new() { [JsonAnswer.MediaType] = json };

    private static Dictionary<string, JsonNode> JsonOrCsv(JsonNode json, JsonNode csv) => new() { [JsonAnswer.MediaType] = json, [Csv] = csv };
}
