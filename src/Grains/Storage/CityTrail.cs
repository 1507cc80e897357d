using System.Globalization;

namespace GridGrains.Storage;

/// <summary>What the audit trail says of a change of the city: an entry for each place below which something changed, and not for each row.</summary>
internal static class CityTrail
{
    /// <summary>Says that a task is done, by its name in the OpenAPI document.</summary>
    public const string Finish = "finishTask";

    /// <summary>Says that it is not.</summary>
    public const string Reopen = "reopenTask";

    /// <summary>Says that the tree was changed while campaigns ran.</summary>
    public const string ChangePlaces = "changePlaces";

    /// <summary>Says that such a change was undone.</summary>
    public const string UndoChange = "undoChange";

    // A whole town imported is one entry; fifty grids of ten villages are ten.
    private const int MostEntries = 64;

    /// <summary>The entries of a change.</summary>
    public static IEnumerable<TrailEntry> Of(CityChange change, long version, string by, string what, TimeProvider time)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var about = string.Create(CultureInfo.InvariantCulture, $"city version {version}");
        foreach (var campaign in change.Campaigns)
            yield return new(0, now, by, Act(what), campaign.Id, campaign.Root, TrailEntry.Done, change.Task ?? about);
        if (change.Made is { Change: var asked } made)
        {
            var act = made.Undone > 0 ? UndoChange : ChangePlaces;
            foreach (var place in Topmost([asked.Place, .. asked.To is { } to ? [to] : Array.Empty<PlaceId>(), .. asked.Parts.Select(part => part.Id)]))
                yield return new(0, now, by, act, "", place, TrailEntry.Done, asked.Id);
            yield break;
        }
        foreach (var place in Topmost([.. change.Places.Select(p => p.Id)]))
            yield return new(0, now, by, "importPlaces", "", place, TrailEntry.Done, about);
        foreach (var place in Topmost([.. change.Posts.Select(p => p.Place)]))
            yield return new(0, now, by, "importPosts", "", place, TrailEntry.Done, about);
    }

    private static string Act(string what) => what is Finish or Reopen ? what : what == "close" ? "closeCampaign" : "putCampaign";

    // None inside another; of too many the places above them, until they are few or roots.
    private static List<PlaceId> Topmost(List<PlaceId> places)
    {
        while (true)
        {
            var given = places.ToHashSet();
            var top = given.Where(place => !Above(place).Any(given.Contains)).OrderBy(place => place.Value, StringComparer.Ordinal).ToList();
            if (top.Count <= MostEntries || top.All(place => place.Parent is null))
                return top;
            places = top.ConvertAll(place => place.Parent ?? place);
        }
    }

    private static IEnumerable<PlaceId> Above(PlaceId place)
    {
        for (var at = place.Parent; at is { } above; at = above.Parent)
            yield return above;
    }
}
