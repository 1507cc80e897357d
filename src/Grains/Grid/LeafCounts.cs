using System.Collections.Immutable;
using GridGrains.Posts;
using GridGrains.Rules;

namespace GridGrains.Grid;

/// <summary>
/// What a leaf says of itself: its ledger's counts, those that change with time alone (the day, its posts' hours), and what the rules find.
/// Built when somebody asks after a change, so at most once in the roll-up interval while reports come in.
/// </summary>
internal sealed class LeafCounts(GridLedger ledger, CurrentCity current, Campaign known, RuleBook book, TimeProvider time)
{
    private static readonly int ReportedToday = Index(MeasureKind.Places, "reportedToday");
    private static readonly int PostsOpen = Index(MeasureKind.Posts, "open");
    private static readonly int PostsStaffed = Index(MeasureKind.Posts, "staffed");
    private static readonly int PostsShort = Index(MeasureKind.Posts, "short");

    private readonly Findings findings = new();
    private ImmutableArray<ILeafRule> rules = [];
    private PlaceCounts? built;
    private string? trace;
    private Campaign campaign = known;
    private long cityVersion = -1;
    private bool isFormer;

    /// <summary>When time alone next changes something, in real time; null if nothing is in sight.</summary>
    public DateTime? DueAt => built?.DueAt;

    /// <summary>What stands, by the counts built last.</summary>
    public IReadOnlyList<Finding> Standing => findings.Standing;

    /// <summary>The campaign's time, in UTC.</summary>
    public DateTime CampaignNow => campaign.UtcAt(time.GetUtcNow().UtcDateTime);

    /// <summary>A report was counted.</summary>
    /// <param name="context">Where its trace goes on; nearly always null.</param>
    public void Changed(string? context = null)
    {
        built = null;
        trace = context ?? trace;
    }

    /// <summary>The present counts. Their time rises with every change, also with one that only time or the city brought.</summary>
    public PlaceCounts Now()
    {
        var now = time.GetUtcNow().UtcDateTime;
        var city = current.Value;
        if (built is null || now >= built.DueAt || city.Version != cityVersion)
        {
            if (city.Version != cityVersion)
                Follow(city);
            built = Build(now, city);
            trace = null;
        }
        return built;
    }

    /// <summary>The posts in play, as they are now.</summary>
    public ImmutableArray<PostState> Posts()
    {
        var local = campaign.LocalAt(time.GetUtcNow().UtcDateTime);
        return [.. LeafPosts.InPlay(campaign, current.Value.PostsAt(ledger.Key.Place), ledger.State.Duty)
            .Select(post => LeafPosts.StateOf(campaign, post, ledger.State.Duty, local))];
    }

    public ImmutableArray<HistoryPoint>? History(string count, TimeSpan step, DateTime from, DateTime to) =>
        Catalogue.Current.TryGetCount(count, out var found)
            ? ledger.History.Read(found, step, from, to, campaign.UtcAt(time.GetUtcNow().UtcDateTime))
            : null;

    private static int Index(MeasureKind kind, string argument) =>
        Catalogue.Current.Counts.Single(c => c.Measure.Kind == kind && c.Measure.Argument == argument).Index;

    private void Follow(City city)
    {
        cityVersion = city.Version;
        if (city.TryGetCampaign(ledger.Key.Campaign, out var newest))
            campaign = newest;
        var isClosed = campaign.State == CampaignState.Closed;
        if (city.TryGetPlace(ledger.Key.Place, out var place))
        {
            isFormer = place.IsFormer;
            isClosed |= isFormer || place.IsClosed;
        }
        rules = isClosed ? [] : book.Of(campaign);
    }

    private PlaceCounts Build(DateTime now, City city)
    {
        var posts = city.PostsAt(ledger.Key.Place);
        var local = campaign.LocalAt(now);
        var due = DateTime.MaxValue;
        Span<long> values = stackalloc long[ledger.State.Counts.Length];
        ledger.State.Counts.CopyTo(values);
        if (HasReportedToday(now))
        {
            values[ReportedToday] = 1;
            due = local.Date.AddDays(1);
        }
        if (posts.Length > 0)
            CountPosts(posts, local, values, ref due);
        Evaluate(now, city, posts, ref due);
        DateTime? dueAt = due < DateTime.MaxValue ? campaign.RealAtLocal(due) : null;
        return new PlaceCounts(
            ledger.Key.Place, ledger.Version, now, CountVector.Copy(values), Alerts: findings.Tally, DueAt: dueAt, ReportedAt: ledger.HasReported ? ledger.LastReportAt : null,
            HourBefore: ledger.History.Before(campaign, campaign.UtcAt(now), TimeSpan.FromHours(1)),
            DayBefore: ledger.History.Before(campaign, campaign.UtcAt(now), TimeSpan.FromDays(1)),
            Trace: trace);
    }

    private void Evaluate(DateTime now, City city, ImmutableArray<PostTerms> posts, ref DateTime due)
    {
        findings.Clear();
        if (rules.IsEmpty)
            return;
        DateTime? reported = ledger.HasReported ? campaign.UtcAt(ledger.LastReportAt) : null;
        DateTime? first = ledger.HasReported ? campaign.UtcAt(ledger.FirstOfDayAt) : null;
        var leaf = new LeafSituation(
            campaign, city.TryGetPlace(ledger.Key.Place, out var place) ? place : null, posts, ledger.State, reported, first, campaign.UtcAt(now));
        foreach (var rule in rules)
            rule.Evaluate(leaf, findings);
        findings.LookAtEscalations(ledger.Key.Place, campaign.Root, leaf.Now);
        if (findings.NextAt == DateTime.MaxValue)
            return;
        var next = CampaignDay.LocalOf(new DateTimeOffset(findings.NextAt, TimeSpan.Zero));
        due = next < due ? next : due;
    }

    // A desk is no grid, so its reports do not make one.
    private bool HasReportedToday(DateTime now) =>
        ledger.HasReported && !isFormer && !ledger.Key.Place.IsDesk && campaign.DayAt(ledger.LastReportAt) == campaign.DayAt(now);

    private void CountPosts(ImmutableArray<PostTerms> posts, DateTime local, Span<long> values, ref DateTime due)
    {
        foreach (var post in LeafPosts.InPlay(campaign, posts, ledger.State.Duty))
        {
            var changes = LeafPosts.ChangesAt(campaign, post, local);
            due = changes < due ? changes : due;
            if (!LeafPosts.IsOpen(campaign, post, local))
                continue;
            values[PostsOpen]++;
            values[LeafPosts.IsStaffed(post, ledger.State.Duty) ? PostsStaffed : PostsShort]++;
        }
    }
}
