using System.Collections.Immutable;

namespace GridGrains;

/// <summary>
/// The notice board of one campaign; its key is the campaign's id. It keeps the notices and their acknowledgements, lists the
/// alerts, and tells the gateways what is new on it.
/// </summary>
[Alias("GridGrains.IBoardGrain")]
public interface IBoardGrain : IGrainWithStringKey
{
    /// <summary>Makes a notice durable, and only then answers and tells the gateways. The same one again is answered as it stands.</summary>
    /// <param name="id">The sender's.</param>
    /// <param name="place">Where it is published.</param>
    /// <param name="text">Valid by <see cref="NoticeRules"/>.</param>
    /// <param name="by">Opaque id of the steward; kept with the notice.</param>
    [Alias("Publish")]
    Task<NoticeAnswer> Publish(Guid id, PlaceId place, NoticeText text, string by);

    /// <summary>Makes a leaf's acknowledgement durable, and only then answers. However often it comes, it is counted once.</summary>
    [Alias("Acknowledge")]
    Task<NoticeAnswer> Acknowledge(Guid id, PlaceId leaf, string by);

    /// <summary>The newest notices that concern a place, newest first.</summary>
    [Alias("Notices")]
    Task<ImmutableArray<NoticeView>> Notices(PlaceId place, int limit);

    /// <summary>A notice that concerns a place, and the leaves at and below the place, after one, that have not acknowledged it; null if there is none.</summary>
    [Alias("Progress")]
    Task<NoticeProgress?> Progress(Guid id, PlaceId place, PlaceId? after, int limit);

    /// <summary>The newest alerts that stand at and below a place, newest first.</summary>
    [Alias("Alerts")]
    Task<ImmutableArray<Alert>> Alerts(PlaceId place, int limit);

    /// <summary>Makes it durable that somebody looks after an alert at or below a place, and only then answers; null if none of this id stands there.</summary>
    [Alias("AcknowledgeAlert")]
    Task<Alert?> AcknowledgeAlert(PlaceId place, Guid id, string by);

    /// <summary>Alerts were raised, changed or cleared, and that is durable: the gateways are told.</summary>
    [Alias("Alerted")]
    Task Alerted(ImmutableArray<Alert> changed);

    /// <summary>Tells the observer what is new for a lease of <see cref="IBoardObserver.Lease"/> from now. Called again before it ends, it renews.</summary>
    [Alias("Watch")]
    Task Watch(IBoardObserver observer);
}

/// <summary>Told of what is new on boards, one way. A gateway has one for all campaigns that its clients watch.</summary>
public interface IBoardObserver : IGrainObserver
{
    /// <summary>How long a watch lasts unless it is renewed.</summary>
    static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    /// <summary>A notice is published, or, if it is not new, its acknowledgements have changed.</summary>
    [Alias("Noticed")]
    void Noticed(Notice notice, bool isNew);

    /// <summary>Alerts of a campaign were raised, changed or cleared.</summary>
    [Alias("Alerted")]
    void Alerted(ImmutableArray<Alert> changed);
}

/// <summary>What the board answers to a publication or an acknowledgement.</summary>
[GenerateSerializer, Immutable]
public sealed record NoticeAnswer([property: Id(0)] NoticeView? View, [property: Id(1)] NoticeRefusal Refusal)
{
    /// <summary>It is durable.</summary>
    public static NoticeAnswer Kept(Notice notice, bool? acknowledged) => new(new NoticeView(notice, acknowledged), NoticeRefusal.None);

    /// <summary>It is not.</summary>
    public static NoticeAnswer Refused(NoticeRefusal refusal) => new(null, refusal);
}

/// <summary>Why a notice or an acknowledgement was not taken.</summary>
public enum NoticeRefusal
{
    /// <summary>It was.</summary>
    None,

    /// <summary>The campaign is closed, and this is none of its notices.</summary>
    Closed,

    /// <summary>There is a notice of this id with another text or at another place.</summary>
    IdTaken,

    /// <summary>The campaign has no such notice that concerns the place.</summary>
    NoSuchNotice,
}
