using System.Collections.Immutable;
using GridGrains.Grid;

namespace GridGrains.Posts;

/// <summary>How the posts of a leaf are staffed at a moment: from the city's terms, the leaf's duty book and the campaign's clock. Pure.</summary>
internal static class LeafPosts
{
    /// <summary>The posts in play. In a round those at which duty was reported in it, for duty is mostly a standing campaign's.</summary>
    public static IEnumerable<PostTerms> InPlay(Campaign campaign, ImmutableArray<PostTerms> posts, DutyBook duty) =>
        campaign.Kind == CampaignKind.Standing ? posts : posts.Where(p => duty.Knows(p.Post.Id));

    /// <summary>Whether a post is open: now is within its hours, and the campaign has begun and goes on.</summary>
    /// <param name="campaign">Whose clock it is.</param>
    /// <param name="post">The post.</param>
    /// <param name="local">The campaign's local time.</param>
    public static bool IsOpen(Campaign campaign, PostTerms post, DateTime local) =>
        campaign.State == CampaignState.Open && CampaignDay.UtcOfLocal(local) >= campaign.OpensAt.UtcDateTime && post.Hours.IsOpenAt(local);

    /// <summary>One post now.</summary>
    public static PostState StateOf(Campaign campaign, PostTerms post, DutyBook duty, DateTime local)
    {
        var isOpen = IsOpen(campaign, post, local);
        var missing = ImmutableSortedDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
        foreach (var (role, series, number) in isOpen ? post.Required : [])
        {
            if (number - duty.OnDuty(post.Post.Id, series) is not (> 0 and var lacking))
                continue;
            missing[role] = lacking;
        }
        DateTime? since = missing.Count > 0 ? ShortSince(campaign, post, duty, local) : null;
        return new(
            post.Post.Id, isOpen, Present(post, duty), missing.ToImmutable(), since,
            Minutes(Uncovered(campaign, post, duty, local.Date, local)), Minutes(Uncovered(campaign, post, duty, local.Date.AddDays(-1), local)));
    }

    /// <summary>The spans of a local day up to now in which a post was open and somebody lacking, in the campaign's time in UTC.</summary>
    public static List<(DateTime From, DateTime To)> Uncovered(Campaign campaign, PostTerms post, DutyBook duty, DateTime day, DateTime local)
    {
        var begins = CampaignDay.LocalOf(campaign.OpensAt);
        List<(DateTime From, DateTime To)> gaps = [];
        foreach (var (opens, closes) in post.Hours.SpansOf(day))
        {
            var from = opens > begins ? opens : begins;
            var to = closes < local ? closes : local;
            if (from < to)
                gaps.AddRange(duty.Gaps(post.Post.Id, post.Required, CampaignDay.UtcOfLocal(from), CampaignDay.UtcOfLocal(to)));
        }
        return gaps;
    }

    /// <summary>How many whole minutes spans last together.</summary>
    public static int Minutes(IEnumerable<(DateTime From, DateTime To)> spans) => (int)spans.Sum(s => (s.To - s.From).Ticks / TimeSpan.TicksPerMinute);

    // Since when it has been short without a break. A clock that is ahead may say that somebody will leave: then since now.
    private static DateTime ShortSince(Campaign campaign, PostTerms post, DutyBook duty, DateTime local)
    {
        var now = CampaignDay.UtcOfLocal(local);
        var gaps = duty.Gaps(post.Post.Id, post.Required, OpenedAt(campaign, post, local), now);
        return gaps.Count > 0 && gaps[^1].To == now ? gaps[^1].From : now;
    }

    /// <summary>Whether everybody who is required is there.</summary>
    public static bool IsStaffed(PostTerms post, DutyBook duty)
    {
        foreach (var (_, series, number) in post.Required)
        {
            if (duty.OnDuty(post.Post.Id, series) < number)
                return false;
        }
        return true;
    }

    /// <summary>When time alone next opens or closes a post, in the campaign's local time; the greatest time if it never does.</summary>
    public static DateTime ChangesAt(Campaign campaign, PostTerms post, DateTime local)
    {
        if (campaign.State == CampaignState.Closed)
            return DateTime.MaxValue;
        var begins = CampaignDay.LocalOf(campaign.OpensAt);
        return local < begins ? begins : post.Hours.ChangesAt(local);
    }

    // The campaign's time in UTC, as that of observations.
    private static DateTime OpenedAt(Campaign campaign, PostTerms post, DateTime local)
    {
        var opened = post.Hours.OpenedAt(local);
        var begins = CampaignDay.LocalOf(campaign.OpensAt);
        return CampaignDay.UtcOfLocal(opened > begins ? opened : begins);
    }

    private static ImmutableSortedDictionary<string, int> Present(PostTerms post, DutyBook duty)
    {
        var present = ImmutableSortedDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
        foreach (var series in Catalogue.Current.Series.Where(s => s.Role is not null))
        {
            if (duty.OnDuty(post.Post.Id, series.Index) is > 0 and var there)
                present[series.Role!] = there;
        }
        return present.ToImmutable();
    }
}
