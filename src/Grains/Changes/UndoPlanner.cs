namespace GridGrains.Changes;

/// <summary>Works out what takes a change back: the places are as they were, and what was counted since goes with them.</summary>
internal static class UndoPlanner
{
    /// <summary>What undoing a change would do.</summary>
    /// <param name="city">As it is.</param>
    /// <param name="change">The change.</param>
    /// <param name="before">The city just before it.</param>
    /// <param name="after">The city just after it.</param>
    public static ChangePlan Plan(City city, PlaceChange change, CityImage before, CityImage after)
    {
        var plan = new ChangePlan();
        var was = before.Places.ToDictionary(place => place.Id);
        foreach (var place in after.Places.Where(place => place != was.GetValueOrDefault(place.Id)))
        {
            if (!city.TryGetPlace(place.Id, out var now) || now.Place != place)
                plan.Refuse("id", $"{place.Id} has been changed since; undo that first");
            if (was.TryGetValue(place.Id, out var old) && old.Fate is not { Standing: PlaceStanding.Former })
                plan.Places.Add(old);
            else
                plan.Places.Add(place with { Fate = Former(change, Origin(change, place.Id)) });
        }
        switch (change.Kind)
        {
            case ChangeKind.Move:
                UndoMove(city, change, plan);
                break;
            case ChangeKind.Merge:
                plan.Carries.Add(new(change.To!.Value, Former(change, change.Place), KnownTo: change.Place, KnownSince: after.Version));
                var theirs = before.Posts.Where(post => post.Place == change.Place).Select(post => post.Id).ToHashSet();
                plan.MovePosts(city, change.To.Value, change.Place, post => theirs.Contains(post.Id));
                break;
            case ChangeKind.Split:
                foreach (var part in change.Parts)
                {
                    plan.Carries.Add(new(part.Id, Former(change, change.Place)));
                    plan.MovePosts(city, part.Id, change.Place);
                }
                break;
        }
        return plan;
    }

    private static void UndoMove(City city, PlaceChange change, ChangePlan plan)
    {
        if (!city.TryGetPlace(change.To!.Value, out var moved))
            return;
        var known = plan.Places.Select(place => place.Id).ToHashSet();
        foreach (var node in moved.Subtree())
        {
            var id = node.Place.Id;
            if (!known.Contains(id))
                plan.Refuse("id", $"{id} came to {change.To} since; move it away first");
            var old = Origin(change, id);
            var (from, into) = node.IsLeaf ? (id, old) : (id.Desk, old.Desk);
            plan.Carries.Add(new(from, Former(change, into)));
            plan.MovePosts(city, from, into);
        }
    }

    // Where a place that the change made goes on when it is undone.
    private static PlaceId Origin(PlaceChange change, PlaceId id) =>
        change is { Kind: ChangeKind.Move, To: { } to } ? PlaceId.Parse(change.Place.Value + id.Value[to.Value.Length..]) : change.Place;

    private static PlaceFate Former(PlaceChange change, PlaceId to) => new(PlaceStanding.Former, change.Id, [new(to, [])]);
}
