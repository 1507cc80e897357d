using GridGrains.Posts;

namespace GridGrains.Rules;

/// <summary>A post that is open round the clock has been short today for longer than the grace, all its gaps together.</summary>
internal sealed class GapRule(RuleTerms terms) : ILeafRule
{
    public RuleTerms Terms => terms;

    public void Evaluate(LeafSituation leaf, Findings findings)
    {
        if (leaf.Posts.IsEmpty || !leaf.IsUnderWay)
            return;
        foreach (var post in LeafPosts.InPlay(leaf.Campaign, leaf.Posts, leaf.State.Duty))
        {
            if (!post.Hours.IsRoundTheClock)
                continue;
            var gaps = LeafPosts.Uncovered(leaf.Campaign, post, leaf.State.Duty, leaf.Local.Date, leaf.Local);
            if (gaps.Count == 0)
            {
                // Who goes brings a report, but before the campaign's first minute is over there is nothing to be short of.
                if (!LeafPosts.IsStaffed(post, leaf.State.Duty))
                    findings.LookAgainAt(leaf.Now + terms.Grace);
                continue;
            }
            findings.LookAgainAt(CampaignDay.UtcOfLocal(leaf.Local.Date.AddDays(1)));
            if (ReachedAt(gaps) is { } since)
                findings.Add(new(terms, post.Post.Id, since, post.Post.Name, AtOnce: true));
            else if (!LeafPosts.IsStaffed(post, leaf.State.Duty))
                findings.LookAgainAt(leaf.Now + terms.Grace - Sum(gaps));
        }
    }

    // When the gaps of the day together came to the grace.
    private DateTime? ReachedAt(List<(DateTime From, DateTime To)> gaps)
    {
        var left = terms.Grace;
        foreach (var (from, to) in gaps)
        {
            if (to - from >= left)
                return from + left;
            left -= to - from;
        }
        return null;
    }

    private static TimeSpan Sum(List<(DateTime From, DateTime To)> gaps) => gaps.Aggregate(TimeSpan.Zero, (sum, gap) => sum + (gap.To - gap.From));
}
