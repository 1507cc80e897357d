using System.Collections.Immutable;
using GridGrains.Posts;

namespace GridGrains.Grid;

/// <summary>
/// What a leaf says of itself: its ledger's counts, and those that change with time alone (the day, its posts' hours). Built when somebody
/// asks after a change, so at most once in the roll-up interval while reports come in.
/// </summary>
internal sealed class LeafCounts(GridLedger ledger, CurrentCity current, Campaign known, TimeProvider time)
{
    private static readonly int ReportedToday = Index(MeasureKind.Places, "reportedToday");
    private static readonly int PostsOpen = Index(MeasureKind.Posts, "open");
    private static readonly int PostsStaffed = Index(MeasureKind.Posts, "staffed");
    private static readonly int PostsShort = Index(MeasureKind.Posts, "short");

    private PlaceCounts? built;
    private Campaign campaign = known;
    private long cityVersion = -1;

    /// <summary>When time alone next changes something, in real time; null if nothing is in sight.</summary>
    public DateTime? DueAt => built?.DueAt;

    /// <summary>A report was counted.</summary>
    public void Changed() => built = null;

    /// <summary>The present counts. Their time rises with every change, also with one that only time or the city brought.</summary>
    public PlaceCounts Now()
    {
        var now = time.GetUtcNow().UtcDateTime;
        var city = current.Value;
        if (built is null || now >= built.DueAt || city.Version != cityVersion)
        {
            cityVersion = city.Version;
            if (city.TryGetCampaign(ledger.Key.Campaign, out var newest))
                campaign = newest;
            built = Build(now, city.PostsAt(ledger.Key.Place));
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

    private PlaceCounts Build(DateTime now, ImmutableArray<PostTerms> posts)
    {
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
        DateTime? dueAt = due < DateTime.MaxValue ? campaign.RealAtLocal(due) : null;
        return new PlaceCounts(ledger.Key.Place, ledger.Version, now, CountVector.Copy(values), DueAt: dueAt);
    }

    // A desk is no grid, so its reports do not make one.
    private bool HasReportedToday(DateTime now) =>
        ledger.Version > 0 && !ledger.Key.Place.IsDesk && campaign.DayAt(ledger.LastReportAt) == campaign.DayAt(now);

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
