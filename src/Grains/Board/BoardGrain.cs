using System.Collections.Immutable;
using GridGrains.Metrics;
using GridGrains.RollUp;
using GridGrains.Storage;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Utilities;

namespace GridGrains.Board;

/// <summary>
/// The notice board of a campaign. What it keeps is in the database before it answers, and the database's keys say what was there
/// already, so that of two activations neither can count twice.
/// </summary>
/// <remarks>Reentrant, so that acknowledgements that come together share a write. State only changes between awaits.</remarks>
[Reentrant]
internal sealed partial class BoardGrain(
    NoticeStore store, AlertStore alerts, CurrentCity current, RollUpPace pace, TimeProvider time, ILogger<BoardGrain> log) : Grain, IBoardGrain
{
    private readonly ObserverManager<IBoardObserver> watchers = new(IBoardObserver.Lease, log) { GetDateTime = () => time.GetUtcNow().UtcDateTime };
    private readonly BoardNotices notices = new();
    private string campaign = "";
    private AcknowledgementQueue acknowledgements = null!;
    private Pulse toWatchers = null!;
    private bool awake;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        campaign = this.GetPrimaryKeyString();
        await current.Known.WaitAsync(cancellationToken);
        notices.Restore(await store.NewestAsync(campaign, BoardNotices.MostRead, cancellationToken));
        acknowledgements = new AcknowledgementQueue(WriteAsync);
        toWatchers = new Pulse(this, pace, time, log, TellChanged);
        awake = true;
        Activations.Begin(GrainKind.Board);
        LogActivated(campaign, notices.NewestFirst.Count);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (awake)
            Activations.End(GrainKind.Board);
        return Task.CompletedTask;
    }

    public async Task<NoticeAnswer> Publish(Guid id, PlaceId place, NoticeText text, string by)
    {
        if (await FindAsync(id) is { } known)
            return Again(known, place, text);
        if (!current.Value.TryGetCampaign(campaign, out var settled) || settled.State == CampaignState.Closed)
            return NoticeAnswer.Refused(NoticeRefusal.Closed);
        var notice = new Notice(id, campaign, place, text, settled.UtcAt(time.GetUtcNow().UtcDateTime), 0, 0);
        if (!await store.AddAsync(notice, by, CancellationToken.None))
            return Again((await store.FindAsync(campaign, id, CancellationToken.None))!, place, text);
        notices.Add(notice);
        LogPublished(campaign, id, place);
        watchers.Notify(watcher => watcher.Noticed(Complete(notice), true));
        return NoticeAnswer.Kept(Complete(notice), IsLeaf(place) ? false : null);
    }

    public async Task<NoticeAnswer> Acknowledge(Guid id, PlaceId leaf, string by)
    {
        if (await FindAsync(id) is not { } notice || !leaf.IsWithin(notice.Place))
            return NoticeAnswer.Refused(NoticeRefusal.NoSuchNotice);
        // An area's own staff may read what concerns their area, but what is expected is an answer of each grid.
        var counts = !leaf.IsDesk || leaf == notice.Place;
        await acknowledgements.AddAsync(new(id, leaf, counts, time.GetUtcNow().UtcDateTime, by));
        return NoticeAnswer.Kept(Complete((await FindAsync(id))!), true);
    }

    public async Task<ImmutableArray<NoticeView>> Notices(PlaceId place, int limit)
    {
        var concerning = notices.NewestFirst.Where(n => n.Concerns(place)).Take(limit).ToArray();
        if (concerning.Length == 0 || !IsLeaf(place))
            return [.. concerning.Select(n => new NoticeView(Complete(n), null))];
        var acknowledged = await store.AcknowledgedAsync(campaign, place, CancellationToken.None);
        return [.. concerning.Select(n => new NoticeView(Complete(notices.Find(n.Id) ?? n), acknowledged.Contains(n.Id)))];
    }

    public async Task<NoticeProgress?> Progress(Guid id, PlaceId place, PlaceId? after, int limit)
    {
        if (await FindAsync(id) is not { } notice || !notice.Concerns(place))
            return null;
        // What is asked about lies below both the place and where the notice was published.
        var root = place.IsWithin(notice.Place) ? place : notice.Place;
        var done = await store.AcknowledgersAsync(campaign, id, root, CancellationToken.None);
        var leaves = current.Value.TryGetPlace(root, out var node) ? node.Subtree().Where(n => n.IsLeaf).Select(n => n.Place.Id).ToArray() : [];
        var asked = after is { } before ? leaves.SkipWhile(leaf => leaf != before).Skip(1) : leaves;
        var view = new NoticeView(Complete(notices.Find(id) ?? notice), IsLeaf(place) ? done.Contains(place) : null);
        return new(view, leaves.Count(done.Contains), leaves.Length, [.. asked.Where(leaf => !done.Contains(leaf)).Take(limit)]);
    }

    public async Task<ImmutableArray<Alert>> Alerts(PlaceId place, int limit) =>
        [.. await alerts.NewestAsync(new LedgerKey(campaign, place), limit, CancellationToken.None)];

    public async Task<Alert?> AcknowledgeAlert(PlaceId place, Guid id, string by)
    {
        if (await alerts.AcknowledgeAsync(new LedgerKey(campaign, place), id, by, CancellationToken.None) is not { } alert)
            return null;
        await Alerted([alert]);
        return alert;
    }

    public Task Alerted(ImmutableArray<Alert> changed)
    {
        watchers.Notify(watcher => watcher.Alerted(changed));
        return Task.CompletedTask;
    }

    public Task Watch(IBoardObserver observer)
    {
        watchers.Subscribe(observer, observer);
        return Task.CompletedTask;
    }

    private bool IsLeaf(PlaceId place) => current.Value.TryGetPlace(place, out var node) && node.IsLeaf;

    private async ValueTask<Notice?> FindAsync(Guid id) => notices.Find(id) ?? await store.FindAsync(campaign, id, CancellationToken.None);

    private NoticeAnswer Again(Notice known, PlaceId place, NoticeText text) => known.Place == place && known.Text == text
        ? NoticeAnswer.Kept(Complete(known), null)
        : NoticeAnswer.Refused(NoticeRefusal.IdTaken);

    private Notice Complete(Notice notice) => notice with
    {
        Expected = current.Value.TryGetPlace(notice.Place, out var node) ? node.Leaves : 0,
    };

    private async Task WriteAsync(IReadOnlyCollection<Acknowledgement> batch)
    {
        foreach (var (notice, by) in await store.AcknowledgeAsync(campaign, batch, CancellationToken.None))
            notices.Acknowledged(notice, by);
        toWatchers.Request();
    }

    private Task TellChanged()
    {
        foreach (var notice in notices.TakeChanged())
            watchers.Notify(watcher => watcher.Noticed(Complete(notice), false));
        return Task.CompletedTask;
    }

    [LoggerMessage(900, LogLevel.Debug, "The board of {Campaign} is awake with {Notices} notices")]
    private partial void LogActivated(string campaign, int notices);

    [LoggerMessage(901, LogLevel.Information, "Notice {Notice} of {Campaign} is published at {Place}")]
    private partial void LogPublished(string campaign, Guid notice, PlaceId place);
}
