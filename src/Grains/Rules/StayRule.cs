using GridGrains.Posts;

namespace GridGrains.Rules;

/// <summary>
/// Somebody has stayed at a post for too long: at one that is open round the clock nobody has relieved them, at another the shift was never
/// ended though the post has closed. It is the post that needs looking after; no badge is named.
/// </summary>
internal sealed class StayRule(RuleTerms terms, bool roundTheClock) : ILeafRule
{
    public RuleTerms Terms => terms;

    public void Evaluate(LeafSituation leaf, Findings findings)
    {
        if (leaf.Posts.IsEmpty || !leaf.IsUnderWay)
            return;
        foreach (var post in LeafPosts.InPlay(leaf.Campaign, leaf.Posts, leaf.State.Duty))
        {
            if (post.Hours.IsRoundTheClock != roundTheClock || Since(leaf, post) is not { } since)
                continue;
            if (leaf.Now >= since + terms.Grace)
                findings.Add(new(terms, post.Post.Id, since, post.Post.Name));
            else
                findings.LookAgainAt(since + terms.Grace);
        }
    }

    // Whoever came before the post opens the next time is early, not late.
    private DateTime? Since(LeafSituation leaf, PostTerms post)
    {
        if (!roundTheClock && post.Hours.IsOpenAt(leaf.Local))
            return null;
        var earliest = leaf.State.Duty.StaysSince(post.Post.Id).Cast<DateTime?>().Min();
        if (roundTheClock || earliest is null)
            return earliest;
        var closed = CampaignDay.UtcOfLocal(post.Hours.ClosedAt(leaf.Local));
        return earliest < closed ? closed : null;
    }
}
