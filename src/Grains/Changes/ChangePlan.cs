namespace GridGrains.Changes;

/// <summary>What a change does to the city, and what it carries from leaf to leaf; or why it may not be.</summary>
internal sealed class ChangePlan
{
    public List<Place> Places { get; } = [];

    public List<Post> Posts { get; } = [];

    public List<Post> GonePosts { get; } = [];

    public List<Carry> Carries { get; } = [];

    public List<ImportError> Errors { get; } = [];

    public void Refuse(string member, string message) => Errors.Add(new(1, member, message));

    /// <summary>The posts of a leaf go to another one, where none may have the same name.</summary>
    public void MovePosts(City city, PlaceId from, PlaceId to, Func<Post, bool>? which = null)
    {
        foreach (var post in city.Posts.Where(post => post.Place == from && (which is null || which(post))))
        {
            if (city.Posts.Concat(Posts).Any(other => other.Place == to && other.Id == post.Id))
                Refuse("place", $"{from} and {to} both have a post '{post.Id}'");
            GonePosts.Add(post);
            Posts.Add(post with { Place = to });
        }
    }
}

/// <summary>What a leaf has counted goes to others.</summary>
/// <param name="From">The leaf that has it.</param>
/// <param name="Fate">Where each subject goes.</param>
/// <param name="KnownTo">Only the subjects that this leaf, where they go, has once given away; all, if null.</param>
/// <param name="KnownSince">By the change that made this version of the city.</param>
internal sealed record Carry(PlaceId From, PlaceFate Fate, PlaceId? KnownTo = null, long KnownSince = 0)
{
    public IEnumerable<PlaceId> To => Fate.Successors.Select(successor => successor.Place);
}
