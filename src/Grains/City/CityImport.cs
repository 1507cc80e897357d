using System.Collections.Immutable;
using System.Globalization;

namespace GridGrains;

/// <summary>
/// Checks an import of places or posts against the city as it is, and says what it would change. All rows or none: one bad row stops
/// the import, and every bad row is named.
/// </summary>
internal static class CityImport
{
    private const int MaxNameLength = 100;

    /// <summary>The places that are new or different.</summary>
    /// <param name="image">The city as it is.</param>
    /// <param name="rows">In the order sent: a parent before its children.</param>
    /// <param name="reported">Leaves that have reports, of those that <see cref="LeavesThatGetChildren"/> named.</param>
    public static Checked<Place> Places(CityImage image, ImmutableArray<ImportRow<Place>> rows, IReadOnlySet<PlaceId> reported)
    {
        var places = image.Places.ToDictionary(p => p.Id);
        var seen = new Dictionary<PlaceId, int>();
        var result = new Checked<Place>();
        foreach (var (number, place) in rows)
        {
            var error = Check(place, places, reported);
            if (!seen.TryAdd(place.Id, number))
                error = ("id", $"{place.Id} is also row {seen[place.Id]}");
            if (error is var (member, message))
                result.Errors.Add(new(number, member, message));
            else
                result.Sort(Kept(place, places), places.GetValueOrDefault(place.Id));
            places[place.Id] = Kept(place, places);
        }
        return result;
    }

    /// <summary>Present leaves that the rows would make areas: they must have no reports, which an area does not count.</summary>
    public static IReadOnlyCollection<PlaceId> LeavesThatGetChildren(CityImage image, ImmutableArray<ImportRow<Place>> rows)
    {
        var parents = image.Places.Select(p => p.Id.Parent).OfType<PlaceId>().ToHashSet();
        var leaves = image.Places.Select(p => p.Id).Where(id => !parents.Contains(id)).ToHashSet();
        return rows.Select(r => r.Value.Id.Parent).OfType<PlaceId>().Where(leaves.Contains).ToHashSet();
    }

    /// <summary>The posts that are new or different.</summary>
    public static Checked<Post> Posts(CityImage image, ImmutableArray<ImportRow<Post>> rows)
    {
        var city = new City(image);
        // By leaf and id: what another leaf calls the same is another post, and nobody takes it away by its name.
        var posts = image.Posts.ToDictionary(p => (p.Place, p.Id));
        var seen = new Dictionary<(PlaceId, string), int>();
        var result = new Checked<Post>();
        foreach (var (number, post) in rows)
        {
            var error = PostRules.Check(post, city);
            if (!seen.TryAdd((post.Place, post.Id), number))
                error = ("id", $"{post.Id} of {post.Place} is also row {seen[(post.Place, post.Id)]}");
            if (error is var (member, message))
                result.Errors.Add(new(number, member, message));
            else
                result.Sort(post, posts.GetValueOrDefault((post.Place, post.Id)));
        }
        return result;
    }

    // An import says nothing of what a change made of a place: the file of the whole tree may be sent again, and brings nobody back.
    private static Place Kept(Place place, Dictionary<PlaceId, Place> places) =>
        !places.TryGetValue(place.Id, out var before) ? place
        : before.Fate is { Standing: PlaceStanding.Former } ? before
        : place with { Fate = before.Fate };

    private static bool IsFormer(PlaceId id, Dictionary<PlaceId, Place> places) =>
        places.TryGetValue(id, out var place) && place.Fate is { Standing: PlaceStanding.Former };

    private static (string Member, string Message)? Check(Place place, Dictionary<PlaceId, Place> places, IReadOnlySet<PlaceId> reported)
    {
        if (place.Id.Parent is { } former && IsFormer(former, places) && !IsFormer(place.Id, places))
            return ("id", $"the parent {former} of {place.Id} was moved and is no longer there");
        if (place.Id.Value.Split('.').Contains(PlaceId.DeskSegment))
            return ("id", $"'{PlaceId.DeskSegment}' is the name of the leaf that every area has by itself");
        if (place.Id.Parent is { } parent && !places.ContainsKey(parent))
            return ("id", $"the parent {parent} of {place.Id} is neither there nor in a row before");
        if (place.Id.Parent is { } leaf && reported.Contains(leaf))
            return ("id", $"{leaf} has reports of its own, so it must stay a leaf and can have no places below it");
        if (place.Level == Place.DeskLevel || !Catalogue.Current.HasLevel(place.Level))
            return ("level", $"'{place.Level}' is none of {string.Join(", ", Catalogue.Current.Levels.Select(l => l.Code).Where(l => l != Place.DeskLevel))}");
        if (!IsName(place.Name))
            return ("name", $"must be 1 to {MaxNameLength} characters");
        if (place.NameEn is { } english && !IsName(english))
            return ("name_en", $"must be 1 to {MaxNameLength} characters or left out");
        foreach (var (name, value) in place.Attributes)
        {
            if (value < 0 || value > Place.MostOf(name))
                return (name, string.Create(CultureInfo.InvariantCulture, $"is {value}; allowed are 0 to {Place.MostOf(name)}"));
        }
        return null;
    }

    private static bool IsName(string name) => name.Length is > 0 and <= MaxNameLength && !name.Any(char.IsControl) && name.Trim().Length > 0;
}
