using System.Collections.Immutable;
using System.ComponentModel;
using System.Text.Json;

namespace GridGrains.Gateway;

/// <summary>
/// The shapes of the contract, by its names. What is seldom asked for is written from these; what is often asked for is written by hand
/// (<see cref="SnapshotWriter"/>, <see cref="ReceiptWriter"/>), and a test holds the two together. The OpenAPI document is made of them.
/// </summary>
internal static class Wire
{
    [Description("One fact from the field.")]
    internal sealed record Observation(
        [property: Description("Code of a series of the catalogue.")] string Series,
        [property: Description("Opaque code of the thing counted once: [A-Za-z0-9._:-]{1,64}. Never a person's number.")] string Subject,
        [property: Description("0 (a retraction) to the series' max.")] long Value,
        [property: Description("When it was seen: RFC 3339 with offset; any past time, at most 10 minutes ahead.")] DateTimeOffset At,
        [property: Description("The post it was seen at.")] string? Post = null);

    [Description("What a device sends: an id of its own and 0 to 500 observations for one leaf. None is a zero report.")]
    internal sealed record Report(
        [property: Description("A UUID. Sent again with the same body and by the same sender, it is counted once.")] Guid ReportId,
        ImmutableArray<Observation> Observations);

    [Description("A report for a place, in a bulk call.")]
    internal sealed record BulkReport(string Place, Guid ReportId, ImmutableArray<Observation> Observations);

    [Description("The acknowledgement of a report: it is durable, and counted once.")]
    internal sealed record Receipt(
        Guid ReportId,
        string Place,
        [property: Description("Its place in the leaf's journal, from 1 without gaps.")] long Sequence,
        [property: Description("recorded or duplicate.")] string Status,
        [property: Description("Observations that became the winner for their subject.")] int Applied,
        [property: Description("Observations that a later one had already outdone.")] int Superseded);

    [Description("The counts of one place in one campaign at one version.")]
    internal sealed record Snapshot(
        string Campaign,
        string Place,
        string Level,
        string Name,
        string? NameEn,
        [property: Description("The number of reports these counts contain; never falls.")] long Version,
        DateTimeOffset AsOf,
        [property: Description("By the catalogue; zeros are left out.")] IReadOnlyDictionary<string, long> Counts,
        [property: Description("Attributes of the place and all below it summed; in places the number of places of each level below.")]
        IReadOnlyDictionary<string, object> Expected,
        [property: Description("How far the place has come with each target of the campaign; left out where nothing is to be done.")]
        IReadOnlyDictionary<string, TargetState>? Targets,
        ChildrenHeard Children,
        AlertTally Alerts,
        [property: Description("The place takes no more reports; missing where it does.")] bool? Closed = null,
        [property: Description("The place is no longer in the tree, and these go on for it; missing where it is.")] ImmutableArray<string>? Successors = null);

    [Description("An area as everybody may see it: renewed every five minutes, in tens, and nothing that could be worked out from others.")]
    internal sealed record PublicSnapshot(
        string Campaign,
        string Place,
        string Level,
        string Name,
        string? NameEn,
        [property: Description("The number of the view, by time alone; says nothing of reports.")] long Version,
        DateTimeOffset AsOf,
        [property: Description("Before this there is no other view.")] DateTimeOffset NextAt,
        [property: Description("The counts of the public view, every one: tens, each at most the truth; or a text as \"<10\", which the truth is below.")]
        IReadOnlyDictionary<string, object> Counts,
        [property: Description("The truth is less than this above each number: 10 for each part that was rounded for itself.")] long Margin);

    [Description("How far a place has come with a target.")]
    internal sealed record TargetState(
        long Target,
        long Remaining,
        [property: Description("Percent, cut off to tenths; above 100 where more was done.")] decimal Coverage,
        [property: Description("In the last hour before asOf, by the campaign's clock; missing where that is not known.")] long? PerHour,
        [property: Description("When it would be done at that pace, by the campaign's clock.")] DateTimeOffset? Finish);

    [Description("How many children there are, and of how many the counts are contained; 0 and 0 for a leaf.")]
    internal sealed record ChildrenHeard(int Expected, int Heard);

    [Description("Alerts at the place and below it.")]
    internal sealed record AlertTally(int Critical, int Warning);

    [Description("A place and its children from one moment: counts and versions of the children sum to the place's.")]
    internal sealed record Family(Snapshot Snapshot, ImmutableArray<Snapshot> Children);

    [Description("A place and those below it as they were at a past moment.")]
    internal sealed record PastTree(
        [property: Description("The moment, by the campaign's clock.")] DateTimeOffset At,
        Snapshot Snapshot,
        [property: Description("What a row has behind its place.")] ImmutableArray<string> Counts,
        [property: Description("[place, value…], parents first")] ImmutableArray<JsonElement[]> Rows);

    [Description("A node of the tree.")]
    internal sealed record Place(
        string Id,
        string? Parent,
        string Level,
        string Name,
        string? NameEn,
        [property: Description("Whether it takes reports.")] bool Leaf,
        [property: Description("What is known of the place itself; sums upwards.")] IReadOnlyDictionary<string, long> Attributes);

    [Description("A page of the tree, parents before children.")]
    internal sealed record PlacePage(
        ImmutableArray<Place> Places,
        [property: Description("Ask again with this as after; missing on the last page.")] string? Next);

    [Description("A sampling site, checkpoint, gate or the like.")]
    internal sealed record Post(
        string Id,
        [property: Description("A leaf.")] string Place,
        string Kind,
        string Name,
        [property: Description("role:n;role:n")] string? Requires,
        [property: Description("from-to in local time; 00:00-24:00 is round the clock.")] string? Hours);

    [Description("How a post is staffed now. Counts only.")]
    internal sealed record PostState(
        string Id,
        string Place,
        string Kind,
        string Name,
        [property: Description("from-to in local time.")] string? Hours,
        [property: Description("Whether now, by the campaign's clock, is within its hours.")] bool Open,
        [property: Description("Role to how many must be there while it is open.")] IReadOnlyDictionary<string, int> Required,
        [property: Description("Role to how many are there.")] IReadOnlyDictionary<string, int> OnDuty,
        [property: Description("Role to how many are missing; empty while it is covered or closed.")] IReadOnlyDictionary<string, int> Short,
        [property: Description("Since when it has been short, by the campaign's clock.")] DateTimeOffset? UncoveredSince,
        [property: Description("Minutes in which it was open and short.")] UncoveredMinutes Uncovered);

    [Description("Minutes of a day in which a post was open and short; open round the clock, it was covered for the rest of its 1,440.")]
    internal sealed record UncoveredMinutes([property: Description("Up to now.")] int Today, int Yesterday);

    [Description("What counts belong to.")]
    internal sealed record Campaign(
        string Id,
        [property: Description("round or standing.")] string Kind,
        string Title,
        string? TitleEn,
        [property: Description("Where the roll-up ends.")] string Root,
        DateTimeOffset OpensAt,
        [property: Description("A passed deadline closes nothing.")] DateTimeOffset? Deadline,
        [property: Description("open or closed.")] string State,
        [property: Description("Count to place attribute: how much of it there is to do.")] IReadOnlyDictionary<string, string> Targets,
        Drill? Drill,
        [property: Description("When it was first put; a drill's clock starts here.")] DateTimeOffset CreatedAt,
        [property: Description("Present in an emergency.")] Emergency? Emergency = null);

    [Description("What makes a campaign an emergency. Settled when it is created.")]
    internal sealed record Emergency(
        [property: Description("Code of the plan.")] string Plan,
        [property: Description("When its tasks began to run, by the campaign's clock: its opensAt. The service's; may be left out and is not looked at.")] DateTimeOffset? ActivatedAt = null);

    [Description("How an emergency stands.")]
    internal sealed record EmergencyStatus(
        string Campaign,
        string Plan,
        Words Title,
        [property: Description("The campaign's root, of which it tells.")] string Place,
        [property: Description("Whether it is a drill or replay.")] bool Drill,
        DateTimeOffset ActivatedAt,
        [property: Description("By the campaign's clock.")] DateTimeOffset AsOf,
        Muster Muster,
        [property: Description("The work groups in the plan's order.")] ImmutableArray<EmergencyGroup> Groups);

    [Description("Who was called and who is there. Of each list at most 500 places, in the order of the tree.")]
    internal sealed record Muster(
        long Called,
        long Present,
        [property: Description("When all are to be there.")] DateTimeOffset DueAt,
        [property: Description("Leaves with fewer present than called.")] int Incomplete,
        ImmutableArray<PlaceMuster> Missing,
        [property: Description("Listed leaves that have called nobody.")] int Uncalled,
        ImmutableArray<MissingPlace> NotCalling);

    [Description("Who was called at a place, and who is there.")]
    internal sealed record PlaceMuster(string Place, string Name, string? NameEn, long Called, long Present);

    [Description("A work group and its tasks.")]
    internal sealed record EmergencyGroup(string Code, Words Title, ImmutableArray<EmergencyTask> Tasks);

    [Description("A task of an emergency's plan.")]
    internal sealed record EmergencyTask(
        string Code,
        Words Title,
        DateTimeOffset DueAt,
        [property: Description("open, done or late: due and not done.")] string State,
        [property: Description("By the campaign's clock.")] DateTimeOffset? DoneAt,
        [property: Description("Who says that it is done: count or steward.")] string? By);

    [Description("Words in both languages.")]
    internal sealed record Words(string Zh, string En);

    [Description("The first hours of an emergency. Once they are over it reads the same whenever it is asked for.")]
    internal sealed record EmergencySummary(
        string Campaign,
        string Plan,
        Words Title,
        string Place,
        string Name,
        string? NameEn,
        [property: Description("Whether it is a drill or replay.")] bool Drill,
        DateTimeOffset ActivatedAt,
        [property: Description("When the hours are over, by the campaign's clock.")] DateTimeOffset DueAt,
        [property: Description("To when it counts: then, or, before that, now.")] DateTimeOffset AsOf,
        [property: Description("Whether it is settled; provisional before that.")] bool Frozen,
        long Called,
        long Present,
        [property: Description("Since when everybody called has been present; missing if somebody was not.")] DateTimeOffset? MusteredAt,
        [property: Description("The root's desk, if anybody was called there, and its children, in the order of the tree.")] ImmutableArray<PlaceMuster> Places,
        ImmutableArray<SummaryTask> Tasks,
        [property: Description("Counts as of then, without those of posts; zeros are left out.")] IReadOnlyDictionary<string, long> Counts,
        long Reports,
        [property: Description("Alerts raised until then. A purge takes out those that name subjects.")] ImmutableArray<RaisedAlerts> Alerts);

    [Description("What became of a task.")]
    internal sealed record SummaryTask(
        string Code,
        string Group,
        Words GroupTitle,
        Words Title,
        DateTimeOffset DueAt,
        [property: Description("inTime, late, never: due and not done; open: not due yet.")] string Outcome,
        DateTimeOffset? DoneAt,
        [property: Description("Who said that it was done: count or steward.")] string? By);

    [Description("How many alerts a rule has raised.")]
    internal sealed record RaisedAlerts(string Rule, string Severity, int Raised);

    [Description("The clock of a drill or replay.")]
    internal sealed record Drill(DateTimeOffset Origin, double Speed);

    [Description("What an import did, or with dryRun would do.")]
    internal sealed record ImportAnswer(
        bool DryRun,
        [property: Description("Version of the tree that contains it.")] long Version,
        int Added,
        int Changed,
        int Unchanged);

    [Description("A count over the campaign's time.")]
    internal sealed record History(
        string Count,
        [property: Description("Seconds between points.")] int Step,
        [property: Description("[epoch seconds, value]")] ImmutableArray<long[]> Points);

    [Description("A recount from the journal.")]
    internal sealed record Audit(
        string Place,
        bool Matches,
        IReadOnlyDictionary<string, long> Live,
        IReadOnlyDictionary<string, long> Journal,
        [property: Description("Reports in the journal at and below the place; equal to the live version.")] long Reports,
        ImmutableArray<Difference> Differences,
        [property: Description("False where reports came in faster than they could be recounted.")] bool Settled);

    [Description("A count on which live grain and journal disagree.")]
    internal sealed record Difference(string Count, long Live, long Journal);

    [Description("Something that a rule says somebody must look at. It clears by itself when it is mended.")]
    internal sealed record Alert(
        Guid Id,
        [property: Description("Code of the rule.")] string Rule,
        [property: Description("critical, warning or info.")] string Severity,
        string Campaign,
        [property: Description("A leaf or an area.")] string Place,
        [property: Description("The post or the opaque code it is about.")] string? Subject,
        [property: Description("By the campaign's clock.")] DateTimeOffset Since,
        AlertTitle Title,
        [property: Description("Whether a steward looks after it.")] bool Acknowledged,
        [property: Description("Only where it is pushed for the last time, on the hub.")] DateTimeOffset? ClearedAt,
        [property: Description("The place above its own that it has reached, because it has stood for long; missing before that.")] AlertReach? Reached);

    [Description("What a place had reported on a day by when that was due. Expected is received, late and missing together.")]
    internal sealed record DailyReport(
        string Campaign,
        string Place,
        string Name,
        string? NameEn,
        [property: Description("By the campaign's clock, in China Standard Time.")] string Day,
        DateTimeOffset DueAt,
        [property: Description("To when it counts: when it was due, or, before that, now.")] DateTimeOffset AsOf,
        [property: Description("Whether the counts, and who was in time, are settled.")] bool Frozen,
        [property: Description("Whether the day is over, so that nobody comes late any more.")] bool Over,
        [property: Description("Grids that have to report; desks do not.")] int Expected,
        [property: Description("Of these, those that reported in time; a zero report is one.")] int Received,
        [property: Description("Percent of the expected that reported on the day, cut off to tenths.")] decimal Completeness,
        [property: Description("Percent of the expected that reported in time.")] decimal Timeliness,
        [property: Description("Of the received, those that had nothing to report, in the order of the tree.")] ImmutableArray<MissingPlace> Zero,
        [property: Description("Those that reported later on the day.")] ImmutableArray<LatePlace> Late,
        [property: Description("Those that did not.")] ImmutableArray<MissingPlace> Missing,
        [property: Description("Counts as of then; zeros are left out, and those of posts where a purge has taken who was there.")] IReadOnlyDictionary<string, long> Counts,
        [property: Description("By how much they differ from those of a day before; what is the same is left out.")] IReadOnlyDictionary<string, long> Changes,
        [property: Description("Found on inspection and not rechecked, those that have waited longest first.")] ImmutableArray<OpenIssue> Issues);

    [Description("A grid whose report came after it was due.")]
    internal sealed record LatePlace(string Place, string Name, string? NameEn, DateTimeOffset At);

    [Description("An issue that was found and not rechecked.")]
    internal sealed record OpenIssue(
        string Place,
        [property: Description("Its opaque code.")] string Subject,
        [property: Description("1 found, 2 fed back, 3 rectified.")] int Stage,
        DateTimeOffset Since);

    [Description("How far up an alert has come.")]
    internal sealed record AlertReach(string Place, string Level);

    [Description("What an alert says.")]
    internal sealed record AlertTitle(string Zh, string En);

    [Description("What a steward says to everybody at and below a place.")]
    internal sealed record Notice(
        [property: Description("A UUID, chosen by the sender.")] Guid Id,
        string Campaign,
        [property: Description("Where it was published; it concerns all that is below.")] string Place,
        NoticeText Text,
        [property: Description("By the campaign's clock.")] DateTimeOffset PublishedAt,
        [property: Description("Leaves that have acknowledged it.")] int AcknowledgedBy,
        [property: Description("Leaves at and below the place.")] int Expected,
        [property: Description("Only where a leaf asks: whether it has acknowledged it.")] bool? Acknowledged = null);

    [Description("A notice as it is published.")]
    internal sealed record NoticeDraft(
        [property: Description("A UUID of its own. Sent again with the same text, it is answered as it stands.")] Guid Id,
        NoticeText Text);

    [Description("A change of the tree while campaigns run. Sent again with the same id and body, it is made once.")]
    internal sealed record Change(
        [property: Description("The caller's own id of it: 1 to 64 characters of A-Z a-z 0-9 . _ : -")] string Id,
        [property: Description("rename, close, move, merge or split.")] string Kind,
        [property: Description("Which place.")] string Place,
        [property: Description("For rename: the new name.")] string? Name = null,
        [property: Description("For rename: the new English name; none, if left out.")] string? NameEn = null,
        [property: Description("For move: the new id. For merge: the leaf that the place joins.")] string? To = null,
        [property: Description("For split: what the place becomes, two at least; the first has all that no other one claims.")] ImmutableArray<ChangePart>? Parts = null,
        [property: Description("The version of the city that it made. The service's, as all that follows.")] long? Version = null,
        DateTimeOffset? MadeAt = null,
        string? MadeBy = null,
        [property: Description("When it was undone; missing while it stands.")] DateTimeOffset? UndoneAt = null,
        string? UndoneBy = null);

    [Description("A leaf that a split makes, beside the one that is split.")]
    internal sealed record ChangePart(
        string Id,
        string Name,
        string? NameEn = null,
        [property: Description("Its households and the like. The first part has what the others leave.")] ImmutableSortedDictionary<string, long>? Attributes = null,
        [property: Description("The subjects that it takes, whole or, with * at the end, by how they begin.")] ImmutableArray<string>? Subjects = null);

    [Description("At least one language, each of at most 500 characters.")]
    internal sealed record NoticeText(string? Zh, string? En);

    [Description("Another system that is told of a place, and how its messages get through.")]
    internal sealed record Webhook(
        [property: Description("A UUID, chosen by the sender.")] Guid Id,
        string Campaign,
        string Place,
        [property: Description("counts or alerts.")] string What,
        [property: Description("Of counts: how many levels below the place are told too.")] int Depth,
        string Url,
        DateTimeOffset CreatedAt,
        [property: Description("Of alerts, those that are still to be told; of counts, places with newer ones.")] long Waiting,
        [property: Description("When a message last got through; missing if none did since the service was started.")] DateTimeOffset? DeliveredAt,
        [property: Description("Missing while messages get through.")] WebhookFailing? Failing);

    [Description("That no message gets through to a webhook; they wait, and are sent again.")]
    internal sealed record WebhookFailing(
        DateTimeOffset Since,
        int Attempts,
        DateTimeOffset NextAttemptAt,
        [property: Description("What came of the last attempt.")] string Why);

    [Description("A webhook as it is registered.")]
    internal sealed record WebhookDraft(
        [property: Description("A UUID of its own. Sent again with the same members, it is answered as it stands.")] Guid Id,
        [property: Description("counts or alerts.")] string What,
        [property: Description("Of counts: how many levels below the place are told too; 0, if left out.")] int? Depth,
        [property: Description("https, on a host that the service is configured to send to.")] string Url,
        [property: Description("whsec_ and the base64 of 24 to 64 random bytes: the key that signs its messages. Never told again.")] string Secret);

    [Description("What of ours is what of DHIS2's.")]
    internal sealed record Dhis2Mapping(
        [property: Description("uid or code: how everything of DHIS2 is named; uid, if left out.")] string? IdScheme,
        [property: Description("The data set; ADX needs it.")] string? DataSet,
        [property: Description("Daily, Weekly, Monthly, Quarterly or Yearly: the period in which the day is.")] string Period,
        [property: Description("As of this day's daily report; the present counts, if left out.")] string? Date,
        [property: Description("total, or day: what the day has added; total, if left out.")] string? Values,
        string? AttributeOptionCombo,
        ImmutableArray<Dhis2DataElement> DataElements,
        [property: Description("Place to organisation unit.")] IReadOnlyDictionary<string, string>? OrgUnits,
        [property: Description("In place of orgUnits: every place of this level is the organisation unit with its code.")] string? OrgUnitsByCode);

    [Description("A count and its data element.")]
    internal sealed record Dhis2DataElement(
        [property: Description("A count of the catalogue.")] string Count,
        string DataElement,
        string? CategoryOptionCombo,
        [property: Description("For ADX: further attributes of its values, such as sex and ageGroup.")] IReadOnlyDictionary<string, string>? Dimensions);

    [Description("A notice with what is still to be acknowledged at and below the place asked about.")]
    internal sealed record NoticeProgress(
        Notice Notice,
        [property: Description("Leaves at and below the place asked about that have acknowledged it.")] int AcknowledgedBy,
        [property: Description("Leaves at and below the place asked about that it concerns.")] int Expected,
        [property: Description("Those that have not, in the order of the tree.")] ImmutableArray<MissingPlace> Missing,
        [property: Description("Ask again with this as after; missing on the last page.")] string? Next);

    [Description("A place by its names.")]
    internal sealed record MissingPlace(string Place, string Name, string? NameEn);

    [Description("A page of the audit trail: newest first; of reports by place, and of each the oldest first.")]
    internal sealed record TrailPage(
        ImmutableArray<TrailRow> Entries,
        [property: Description("Ask again with this as after; missing on the last page.")] string? Next);

    [Description("Who did, or tried, what where and when, and what became of it.")]
    internal sealed record TrailRow(
        DateTimeOffset At,
        [property: Description("The sub of the token, opaque; service for what the service does by itself.")] string Who,
        [property: Description("The operation's id in this document, or purgeSubjects; on the hub watch, watchTree and report.")] string What,
        [property: Description("Missing for what concerns all campaigns.")] string? Campaign,
        string Place,
        [property: Description("done, or the code of the problem that it was refused with.")] string Outcome,
        [property: Description("The id of a report, notice, alert or change, a task, a version of the city.")] string? About,
        [property: Description("How often: refusals that are alike and come together share an entry.")] int Times);

    [Description("The service is up.")]
    internal sealed record Health(string Status);

    [Description("How the service itself is, for whoever keeps it running.")]
    internal sealed record Operations(DateTimeOffset At, GatewayFigures Gateway, ImmutableArray<SiloFigures> Silos);

    [Description("The gateway that answers. Reports and observations are those recorded since it started.")]
    internal sealed record GatewayFigures(
        string Name, DateTimeOffset StartedAt, long Reports, long Observations, long ReportsOnTheirWay, long Clients, long Slots, long PlacesWatched, long MemoryBytes);

    [Description("A silo, and what it did in the last seconds.")]
    internal sealed record SiloFigures(
        string Name,
        DateTimeOffset At,
        DateTimeOffset StartedAt,
        long Leaves,
        long Areas,
        double ReportsPerSecond,
        double CommitsPerSecond,
        Span CommitMilliseconds,
        long QueueDepth,
        long QueueLimit,
        double RollUpMilliseconds,
        [property: Description("Of the depths to which anything newer came; 1 is the root.")] ImmutableArray<DepthLag> Lags,
        [property: Description("Where a report waited long for its commit within the last minute, in the order of the tree.")] ImmutableArray<SlowLeaf> SlowLeaves);

    [Description("Times in milliseconds.")]
    internal sealed record Span(double Mean, double Slowest);

    [Description("How old the newest report was when areas of this depth got it, in milliseconds.")]
    internal sealed record DepthLag(int Depth, double Mean, double Slowest);

    [Description("A leaf, and how long its slowest report took, in milliseconds.")]
    internal sealed record SlowLeaf(string Place, double Milliseconds);

    [Description("Why a request was not answered as asked (RFC 9457).")]
    internal sealed record Problem(
        [property: Description("urn:gridgrains:code; what a client decides by.")] string Type,
        string Title,
        int Status,
        string Detail,
        [property: Description("Member path to what is wrong with it.")] IReadOnlyDictionary<string, ImmutableArray<string>>? Errors,
        [property: Description("Seconds to wait before the same request may be sent again.")] int? RetryAfter);
}
