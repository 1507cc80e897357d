using System.Collections.Immutable;
using System.Reflection;

namespace GridGrains.Gateway.Tests;

/// <summary>Grains that know every place and refuse nothing, so that whatever is refused was refused by the gateway; every call of them is counted.</summary>
public class CountedGrains : DispatchProxy
{
    private int calls;

    /// <summary>Calls of any grain so far.</summary>
    internal int Calls => Volatile.Read(ref calls);

    internal static CountedGrains Create(out IGrainFactory factory)
    {
        factory = Create<IGrainFactory, CountedGrains>();
        return (CountedGrains)(object)factory;
    }

    internal void Count() => Interlocked.Increment(ref calls);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.Name == nameof(IGrainFactory.CreateObjectReference))
            return args![0];
        var kind = targetMethod.GetGenericArguments()[0];
        return kind == typeof(ICityGrain) ? CountedGrain.Of<ICityGrain>(this, "")
            : kind == typeof(IBoardGrain) ? CountedGrain.Of<IBoardGrain>(this, (string)args![0]!)
            : kind == typeof(IJournalGrain) ? CountedGrain.Of<IJournalGrain>(this, (string)args![0]!)
            : kind == typeof(IRewindGrain) ? CountedGrain.Of<IRewindGrain>(this, (string)args![0]!)
            : kind == typeof(IAreaGrain) ? CountedGrain.Of<IAreaGrain>(this, (string)args![0]!)
            : kind == typeof(IPublicGrain) ? CountedGrain.Of<IPublicGrain>(this, (string)args![0]!)
            : kind == typeof(IEmergencyGrain) ? CountedGrain.Of<IEmergencyGrain>(this, (string)args![0]!)
            : kind == typeof(IOperationsGrain) ? CountedGrain.Of<IOperationsGrain>(this, (string)args![0]!)
            : kind == typeof(ITrailGrain) ? CountedGrain.Of<ITrailGrain>(this, (string)args![0]!)
            : kind == typeof(IWebhookGrain) ? CountedGrain.Of<IWebhookGrain>(this, (string)args![0]!)
            : kind == typeof(IGridGrain) ? CountedGrain.Of<IGridGrain>(this, (string)args![0]!)
            : throw new NotSupportedException($"no {kind.Name} in the matrix");
    }
}

/// <summary>One of them.</summary>
public class CountedGrain : DispatchProxy
{
    private static readonly Guid Any = new("0199c1a0-0000-7000-8000-000000000001");

    private CountedGrains grains = null!;
    private string key = "";

    private PlaceId Place => LedgerKey.Parse(key).Place;

    private PlaceCounts Counts => new(Place, 1, DateTime.UnixEpoch, CountVector.Zero);

    internal static T Of<T>(CountedGrains grains, string key) where T : class
    {
        var grain = Create<T, CountedGrain>();
        var proxy = (CountedGrain)(object)grain;
        (proxy.grains, proxy.key) = (grains, key);
        return grain;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        // The gateway follows the city by itself, whoever asks, and tells of refusals when they have been answered. Of which place a change is, only the city knows.
        if (targetMethod!.Name is not (nameof(ICityGrain.Follow) or nameof(ITrailGrain.Refused) or nameof(ICityGrain.FindChange)))
            grains.Count();
        return (targetMethod.DeclaringType!.Name, targetMethod.Name) switch
        {
            ("ICityGrain", "Get") => Image((long)args![0]!),
            ("ICityGrain", "Follow") => Image((long)args![1]!),
            ("ICityGrain", "PutCampaign") => Task.FromResult(Imported(Country.IsThere(((Campaign)args![0]!).Root.Value) ? [] : [new(1, "root", "is not there")])),
            ("ICityGrain", "FindChange") => Task.FromResult<MadeChange?>(Made((string)args![0]!)),
            ("ICityGrain", "Change" or "Undo") => Task.FromResult(new ChangeOutcome(Made("yuan"), [])),
            ("ICityGrain", "Changes") => Task.FromResult<ImmutableArray<MadeChange>>([]),
            ("ICityGrain", _) => Task.FromResult(Imported([])),
            ("IEmergencyGrain", "Get") => Task.FromResult<EmergencyStatus?>(new(
                DateTime.UnixEpoch, new(0, 0, DateTime.UnixEpoch, 0, [], 0, []), [.. Town.Plan.Tasks().Select(task => new TaskState(task.Code, DateTime.UnixEpoch, TaskStanding.Open, null, false))])),
            ("IEmergencyGrain", _) => Task.FromResult<EmergencySummary?>(new(
                DateTime.UnixEpoch, DateTime.UnixEpoch, null, 0, 0, [], [.. Town.Plan.Tasks().Select(task => new TaskState(task.Code, DateTime.UnixEpoch, TaskStanding.Open, null, false))], CountVector.Zero, 0, [])),
            ("IWebhookGrain", "Register") => Task.FromResult(WebhookAnswer.Kept(new((Webhook)args![0]!))),
            ("IWebhookGrain", "List") => Task.FromResult<ImmutableArray<WebhookState>>([]),
            ("IWebhookGrain", "Remove") => Task.FromResult<WebhookState?>(new(new(Any, key, (PlaceId)args![0]!, WebhookTopic.Counts, 0, "https://hooks.example/", DateTime.UnixEpoch))),
            ("ITrailGrain", "Refused") => Task.CompletedTask,
            ("ITrailGrain", _) => Task.FromResult<ImmutableArray<TrailEntry>>([]),
            ("IOperationsGrain", _) => Task.FromResult<ImmutableArray<SiloFigures>>([]),
            ("IPublicGrain", _) => Task.FromResult(new PublicView(1, DateTime.UnixEpoch, DateTime.UnixEpoch.AddYears(200), [])),
            (_, "Get") => Task.FromResult(Counts),
            ("IRewindGrain", _) => Task.FromResult(TestRewind.Answer(LedgerKey.Parse(key), Counts)),
            ("IBoardGrain", "Watch") or (_, "Unwatch") => Task.CompletedTask,
            (_, "Watch" or "Children") => Task.FromResult(new PlaceFamily(Counts, [])),
            ("IJournalGrain", "History") => Task.FromResult<ImmutableArray<HistoryPoint>>([]),
            (_, "History") => Task.FromResult<ImmutableArray<HistoryPoint>?>([]),
            (_, "Daily") => Task.FromResult<DailyReport?>(new DailyReport(
                LedgerKey.Parse(key).Campaign, Place, (int)args![0]!, DateTime.UnixEpoch, DateTime.UnixEpoch, true, 0, 0, [], [], [], CountVector.Zero, CountVector.Zero, [])),
            (_, "Audit") => Task.FromResult(new Audit(true, Counts, CountVector.Zero, 1, [], true)),
            (_, "Report") => Task.FromResult(ReportAnswer.Counted(new Receipt(((Report)args![0]!).ReportId, Place, 1, ReportStatus.Recorded, 0, 0))),
            (_, "Subjects") => Task.FromResult<ImmutableArray<Observation>?>([]),
            (_, "Posts") => Task.FromResult<ImmutableArray<PostState>>([]),
            (_, "Alerts") => Task.FromResult<ImmutableArray<Alert>>([]),
            (_, "AcknowledgeAlert") => Task.FromResult<Alert?>(new Alert(
                Any, "rule", AlertSeverity.Info, key, (PlaceId)args![0]!, null, DateTime.UnixEpoch, "一", "one", Acknowledged: true)),
            (_, "Notices") => Task.FromResult<ImmutableArray<NoticeView>>([]),
            (_, "Progress") => Task.FromResult<NoticeProgress?>(new NoticeProgress(new NoticeView(Notice((PlaceId)args![1]!), null), 0, 0, [])),
            (_, "Publish" or "Acknowledge") => Task.FromResult(NoticeAnswer.Kept(Notice((PlaceId)args![1]!), null)),
            _ => throw new NotSupportedException($"the matrix does not expect {targetMethod.Name}"),
        };
    }

    private static Task<CityImage?> Image(long known) => Task.FromResult(known < Country.Image.Version ? Country.Image : null);

    private static MadeChange Made(string place) => new(new("x", ChangeKind.Close, PlaceId.Parse(place), null, null, null, []), 1, DateTime.UnixEpoch, "x");

    private static ImportOutcome Imported(ImmutableArray<ImportError> errors) => new(1, 1, 0, 0, errors);

    private Notice Notice(PlaceId place) => new(Any, key, place, new NoticeText("一", "one"), DateTime.UnixEpoch, 0, 1);
}
