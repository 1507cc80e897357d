using GridGrains.Posts;

namespace GridGrains.Rules;

/// <summary>A post that is open lacks somebody for longer than the grace.</summary>
internal sealed class PostRule(RuleTerms terms) : ILeafRule
{
    public RuleTerms Terms => terms;

    public void Evaluate(LeafSituation leaf, Findings findings)
    {
        if (leaf.Posts.IsEmpty || !leaf.IsUnderWay)
            return;
        foreach (var post in LeafPosts.InPlay(leaf.Campaign, leaf.Posts, leaf.State.Duty))
        {
            // When it opens or closes the leaf is looked at anyway.
            if (!LeafPosts.IsOpen(leaf.Campaign, post, leaf.Local) || LeafPosts.IsStaffed(post, leaf.State.Duty))
                continue;
            var since = LeafPosts.StateOf(leaf.Campaign, post, leaf.State.Duty, leaf.Local).UncoveredSince ?? leaf.Now;
            if (leaf.Now >= since + terms.Grace)
                findings.Add(new(terms, post.Post.Id, since, post.Post.Name));
            else
                findings.LookAgainAt(since + terms.Grace);
        }
    }
}
