using System.Collections.Immutable;
using GridGrains.Grid;
using GridGrains.Journal;
using GridGrains.Posts;

namespace GridGrains.Rewinding;

/// <summary>
/// A leaf as it was at a moment: its ledger up to then, and what the time of day said of it. It has the counts that the leaf itself gave at that moment, by the same
/// counting (<see cref="GridState"/>, <see cref="LeafPosts"/>).
/// </summary>
internal sealed class PastLeaf(Campaign campaign, LedgerKey key, DateTime at)
{
    private static readonly int ReportedToday = Index(MeasureKind.Places, "reportedToday");
    private static readonly int PostsOpen = Index(MeasureKind.Posts, "open");
    private static readonly int PostsStaffed = Index(MeasureKind.Posts, "staffed");
    private static readonly int PostsShort = Index(MeasureKind.Posts, "short");

    private readonly GridState state = new(Catalogue.Current);
    private readonly DateTime hourBefore = Before(campaign, at, TimeSpan.FromHours(1));
    private readonly DateTime dayBefore = Before(campaign, at, TimeSpan.FromDays(1));
    private long[]? hour;
    private long[]? day;

    /// <summary>Which leaf.</summary>
    public LedgerKey Key { get; } = key;

    /// <summary>The reports that it had counted.</summary>
    public long Version { get; private set; }

    /// <summary>When it had last reported, in real time; the least time if nobody ever had.</summary>
    public DateTime LastReportAt { get; private set; }

    /// <summary>What it had counted an hour of the campaign's time before, or at the opening.</summary>
    public ReadOnlySpan<long> HourBefore => hour ?? state.Counts;

    /// <summary>The same, 24 hours before.</summary>
    public ReadOnlySpan<long> DayBefore => day ?? state.Counts;

    /// <summary>Whether an entry was recorded by then. Of one that was not, the payload need not be looked at.</summary>
    public bool Had(JournalEntry entry) => campaign.UtcAt(entry.RecordedAt) <= at;

    /// <summary>Counts the next entry that it had.</summary>
    public void Add(JournalEntry entry, ReportEffect? kept)
    {
        var recorded = campaign.UtcAt(entry.RecordedAt);
        if (recorded > dayBefore)
            day ??= state.Counts.ToArray();
        if (recorded > hourBefore)
            hour ??= state.Counts.ToArray();
        if (kept is null)
            state.Apply(entry.ReportId, Payload.Decode(entry.Payload.Span).AsSpan());
        else
            state.Apply(kept);
        Version++;
        // What a change of the tree carries here is no sign that anybody reported.
        if (entry.RecordedAt > LastReportAt && !CarriedReport.IsQuiet(entry.ReportId))
            LastReportAt = entry.RecordedAt;
    }

    /// <summary>Adds its counts, with those that follow from the time of day, to a sum.</summary>
    /// <param name="sum">The sum.</param>
    /// <param name="posts">The leaf's posts.</param>
    /// <param name="isFormer">Whether the tree no longer had it: then it is no grid.</param>
    public void AddTo(Span<long> sum, ImmutableArray<PostTerms> posts, bool isFormer)
    {
        for (var i = 0; i < sum.Length; i++)
            sum[i] += state.Counts[i];
        // A desk is no grid, so its reports do not make one.
        if (LastReportAt != default && !isFormer && !Key.Place.IsDesk && campaign.DayAt(LastReportAt) == CampaignDay.Of(at))
            sum[ReportedToday]++;
        var local = CampaignDay.LocalOf(new DateTimeOffset(at, TimeSpan.Zero));
        foreach (var post in LeafPosts.InPlay(campaign, posts, state.Duty))
        {
            if (!LeafPosts.IsOpen(campaign, post, local))
                continue;
            sum[PostsOpen]++;
            sum[LeafPosts.IsStaffed(post, state.Duty) ? PostsStaffed : PostsShort]++;
        }
    }

    private static DateTime Before(Campaign campaign, DateTime at, TimeSpan span) =>
        at - span > campaign.OpensAt.UtcDateTime ? at - span : campaign.OpensAt.UtcDateTime;

    private static int Index(MeasureKind kind, string argument) =>
        Catalogue.Current.Counts.Single(c => c.Measure.Kind == kind && c.Measure.Argument == argument).Index;
}
