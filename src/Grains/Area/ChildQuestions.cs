using GridGrains.Journal;
using GridGrains.Rules;
using Microsoft.Extensions.Logging;

namespace GridGrains.Area;

/// <summary>
/// How an area learns what no message has told it: all its children when it wakes, and those that are silent from time to time,
/// because the message that one owed may have been lost with its silo.
/// </summary>
internal sealed partial class ChildQuestions(
    LedgerKey area,
    AreaState state,
    IGrainFactory grains,
    IJournalStore journal,
    CurrentCity current,
    RuleBook rules,
    TimeProvider time,
    ILogger log,
    Action<PlaceCounts> take)
{
    private static readonly Dictionary<PlaceId, long> NoHeads = [];

    private readonly Dictionary<PlaceId, long> lastAsked = [];
    private long cityVersion = current.Value.Version;

    /// <summary>Asks every child that has ever reported, and waits for the answers at most so long; later ones are taken as they come.</summary>
    public async Task AskAllAsync(IReadOnlyList<PlaceNode> children, TimeSpan timeout, CancellationToken cancellation)
    {
        var heads = await HeadsAsync(children, cancellation);
        var questions = new List<Task>();
        foreach (var child in children)
        {
            // The journal knows that nothing was ever reported there: no need to wake it.
            if (child.IsLeaf && !heads.ContainsKey(child.Place.Id))
                state.Merge(AreaState.Nothing(child.Place.Id));
            else
                questions.Add(AskAsync(child.Place.Id, child.IsLeaf, heads));
        }
        if (heads.ContainsKey(area.Place.Desk))
            questions.Add(AskAsync(area.Place.Desk, isLeaf: true, heads));
        else if (state.Of(area.Place.Desk).Version > 0)
            state.Merge(AreaState.Nothing(area.Place.Desk));
        var all = Task.WhenAll(questions);
        await all.WaitAsync(timeout, time, cancellation)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    /// <summary>Asks the leaves that time alone has changed, those with posts among them that nobody has asked yet. The journal is left alone.</summary>
    public Task AskDueAsync(IReadOnlyList<PlaceNode> children)
    {
        var moment = Present();
        var due = children.Where(c => c.IsLeaf && IsDue(c, moment)).Select(c => c.Place.Id);
        if (IsDue(area.Place.Desk, moment with { MissesAll = false }))
            due = due.Append(area.Place.Desk);
        return Task.WhenAll(due.ToList().Select(leaf => AskAsync(leaf, isLeaf: true, NoHeads)));
    }

    /// <summary>
    /// Asks the leaves whose journal is ahead of what is known of them, those that time alone has changed, and the areas that have said
    /// nothing for a while.
    /// </summary>
    public async Task AskSilentAsync(IReadOnlyList<PlaceNode> children, TimeSpan silence, CancellationToken cancellation)
    {
        var heads = await HeadsAsync(children, cancellation);
        var moment = Present();
        // A leaf that came with an import while this area was awake, and of which nothing was reported.
        foreach (var leaf in children.Where(c => c.IsLeaf && !state.HasHeard(c.Place.Id) && !heads.ContainsKey(c.Place.Id)))
            take(AreaState.Nothing(leaf.Place.Id));
        var questions = children
            .Where(c => c.IsLeaf ? IsBehind(c.Place.Id, heads) || IsDue(c, moment) : IsSilent(c.Place.Id, silence))
            .Select(c => AskAsync(c.Place.Id, c.IsLeaf, heads))
            .ToList();
        if (IsBehind(area.Place.Desk, heads) || IsDue(area.Place.Desk, moment with { MissesAll = false }))
            questions.Add(AskAsync(area.Place.Desk, isLeaf: true, heads));
        await Task.WhenAll(questions);
    }

    private bool IsBehind(PlaceId leaf, IReadOnlyDictionary<PlaceId, long> heads) =>
        heads.GetValueOrDefault(leaf) > state.Of(leaf).Version;

    // What time changes about a leaf it tells by itself while it is awake. One that sleeps is asked when its moment has come; one that was
    // never woken, if it has posts, which open without a report, or is missed by now; and both when the city may have changed what they need.
    private bool IsDue(PlaceNode leaf, Moment moment) =>
        IsDue(leaf.Place.Id, leaf.IsFormer || leaf.IsClosed ? moment with { MissesAll = false } : moment);

    private bool IsDue(PlaceId leaf, Moment moment)
    {
        var known = state.Of(leaf);
        var hasPosts = !current.Value.PostsAt(leaf).IsEmpty;
        return known.DueAt <= moment.Now
            || (known.AsOf == DateTime.UnixEpoch && (hasPosts || moment.MissesAll))
            || (moment.CityChanged && (hasPosts || known.DueAt is not null || known.Alerts != default));
    }

    private Moment Present()
    {
        var now = time.GetUtcNow().UtcDateTime;
        var missesAll = current.Value.TryGetCampaign(area.Campaign, out var campaign) && rules.MissesUnreported(campaign, campaign.UtcAt(now));
        var cityChanged = cityVersion != current.Value.Version;
        cityVersion = current.Value.Version;
        return new(now, cityChanged, missesAll);
    }

    private bool IsSilent(PlaceId child, TimeSpan silence) =>
        !state.HasHeard(child)
        || (time.GetUtcNow().UtcDateTime - state.Of(child).AsOf >= silence
            && (!lastAsked.TryGetValue(child, out var asked) || time.GetElapsedTime(asked) >= silence));

    private Task<IReadOnlyDictionary<PlaceId, long>> HeadsAsync(IReadOnlyList<PlaceNode> children, CancellationToken cancellation) =>
        journal.HeadsAsync(area.Campaign, [.. children.Where(c => c.IsLeaf).Select(c => c.Place.Id), area.Place.Desk], cancellation);

    // Never throws: a child that does not answer is asked again when its silence has lasted.
    private async Task AskAsync(PlaceId child, bool isLeaf, IReadOnlyDictionary<PlaceId, long> heads)
    {
        lastAsked[child] = time.GetTimestamp();
        var key = new LedgerKey(area.Campaign, child).ToString();
        try
        {
            take(isLeaf ? await AskLeafAsync(key, heads.GetValueOrDefault(child)) : await grains.GetGrain<IAreaGrain>(key).Get());
        }
        catch (Exception e)
        {
            LogNoAnswer(e, key);
        }
    }

    // A leaf that finds itself behind its journal has given up this activation; the next one has replayed.
    private async Task<PlaceCounts> AskLeafAsync(string key, long head)
    {
        var leaf = grains.GetGrain<IGridGrain>(key);
        var counts = await leaf.CatchUp(head);
        return counts.Version < head ? await leaf.Get() : counts;
    }

    private readonly record struct Moment(DateTime Now, bool CityChanged, bool MissesAll);

    [LoggerMessage(510, LogLevel.Warning, "{Child} did not answer its area")]
    private partial void LogNoAnswer(Exception e, string child);
}
