using System.Globalization;
using GridGrains.Posts;

namespace GridGrains.Rules;

/// <summary>
/// A shift that begins within the next so many minutes has fewer people signed up than the post requires of a role. Only at leaves where the
/// roster is kept, as <c>roster.filled</c> of the subject <c>post:role:yyyyMMdd</c>; a post that is open round the clock begins its shift at midnight.
/// </summary>
internal sealed class UnfilledRule(RuleTerms terms) : ILeafRule
{
    private const int Usual = 1440;

    private static readonly Series Roster = Catalogue.Current.TryGetSeries("roster.filled", out var series) ? series : throw new InvalidOperationException();

    private readonly TimeSpan ahead = TimeSpan.FromMinutes(terms.AheadMinutes ?? Usual);

    public RuleTerms Terms => terms;

    public void Evaluate(LeafSituation leaf, Findings findings)
    {
        if (leaf.Posts.IsEmpty || !leaf.IsUnderWay || leaf.State.Cases.Of(Roster) is not { Count: > 0 } roster)
            return;
        foreach (var post in LeafPosts.InPlay(leaf.Campaign, leaf.Posts, leaf.State.Duty))
        {
            var begins = post.Hours.NextOpening(leaf.Local);
            findings.LookAgainAt(CampaignDay.UtcOfLocal(begins));
            var since = CampaignDay.UtcOfLocal(begins - ahead);
            if (leaf.Now < since)
                findings.LookAgainAt(since);
            else if (IsUnfilled(roster, post, begins))
                findings.Add(new(terms, post.Post.Id, since, post.Post.Name));
        }
    }

    private static bool IsUnfilled(IReadOnlyDictionary<string, (long Stage, DateTime At)> roster, PostTerms post, DateTime begins) =>
        post.Required.Any(r => Filled(roster, post, r.Role, begins) < r.Number);

    private static long Filled(IReadOnlyDictionary<string, (long Stage, DateTime At)> roster, PostTerms post, string role, DateTime begins) =>
        roster.GetValueOrDefault(string.Create(CultureInfo.InvariantCulture, $"{post.Post.Id}:{role}:{begins:yyyyMMdd}")).Stage;
}
