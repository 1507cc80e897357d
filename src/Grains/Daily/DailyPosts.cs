using GridGrains.Grid;
using GridGrains.Posts;

namespace GridGrains.Daily;

/// <summary>Counts the posts of a place as they stood at a moment: the city's terms of the day, and who the journal says was there.</summary>
/// <param name="campaign">As it was then.</param>
/// <param name="city">The city of the day.</param>
/// <param name="at">The moment, by the campaign's clock, in UTC.</param>
internal sealed class DailyPosts(Campaign campaign, City city, DateTime at)
{
    private static readonly int Open = Index("open");
    private static readonly int Staffed = Index("staffed");
    private static readonly int Short = Index("short");

    private readonly DateTime local = CampaignDay.LocalOf(new DateTimeOffset(at, TimeSpan.Zero));
    private readonly HashSet<PlaceId> read = [];
    private (long Open, long Staffed, long Short) counted;

    /// <summary>Whether a leaf with posts has lost who was there to a purge; its posts cannot be counted any more, and so none are.</summary>
    public bool IsForgotten { get; private set; }

    /// <summary>Counts those of a leaf; <paramref name="duty"/> is null where a purge has taken who was there.</summary>
    public void Add(PlaceId leaf, DutyBook? duty)
    {
        read.Add(leaf);
        var posts = city.PostsAt(leaf);
        if (duty is null)
        {
            IsForgotten |= !posts.IsEmpty;
            return;
        }
        foreach (var post in LeafPosts.InPlay(campaign, posts, duty))
        {
            if (!LeafPosts.IsOpen(campaign, post, local))
                continue;
            counted.Open++;
            if (LeafPosts.IsStaffed(post, duty))
                counted.Staffed++;
            else
                counted.Short++;
        }
    }

    /// <summary>Counts those of the leaves below a place that have no ledger: nobody was ever there.</summary>
    public void AddUnreported(PlaceNode place)
    {
        foreach (var node in place.Subtree())
        {
            var leaf = node.IsLeaf ? node.Place.Id : node.Desk.Place.Id;
            if (!read.Contains(leaf))
                Add(leaf, new DutyBook());
        }
    }

    /// <summary>Writes them among other counts.</summary>
    public void WriteTo(long[] counts) => (counts[Open], counts[Staffed], counts[Short]) = counted;

    private static int Index(string argument) =>
        Catalogue.Current.Counts.Single(c => c.Measure.Kind == MeasureKind.Posts && c.Measure.Argument == argument).Index;
}
