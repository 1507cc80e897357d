using System.Text.RegularExpressions;

namespace GridGrains.Changes;

/// <summary>Works a change out against the city as it is. Nothing is written here.</summary>
internal static partial class ChangePlanner
{
    private const int MaxNameLength = 100;
    private const int MaxParts = 20;

    /// <summary>What a change would do.</summary>
    public static ChangePlan Plan(City city, PlaceChange change)
    {
        var plan = new ChangePlan();
        if (!IdShape().IsMatch(change.Id))
            plan.Refuse("id", "must be 1 to 64 characters of A-Z a-z 0-9 . _ : -");
        else if (Find(city, change.Place, "place", plan) is { } place)
            Plan(city, change, place, plan);
        return plan;
    }

    /// <summary>Refuses what would carry counts out of a campaign, or put a campaign's root out of the tree.</summary>
    public static void CheckCampaigns(City city, ChangePlan plan)
    {
        var former = plan.Places.Where(place => place.Fate is { Standing: PlaceStanding.Former }).Select(place => place.Id).ToHashSet();
        foreach (var campaign in city.Campaigns.Where(campaign => campaign.State == CampaignState.Open))
        {
            if (former.Contains(campaign.Root))
                plan.Refuse("place", $"{campaign.Root} is the root of the open campaign {campaign.Id}; close that first");
            foreach (var carry in plan.Carries.Where(carry => carry.To.Any(to => to.IsWithin(campaign.Root) != carry.From.IsWithin(campaign.Root))))
                plan.Refuse("to", $"the open campaign {campaign.Id} counts only one of {carry.From} and {string.Join(", ", carry.To)}");
        }
    }

    private static void Plan(City city, PlaceChange change, PlaceNode place, ChangePlan plan)
    {
        switch (change.Kind)
        {
            case ChangeKind.Rename:
                if (IsName(change.Name, "name", plan) && (change.NameEn is null || IsName(change.NameEn, "nameEn", plan)))
                    plan.Places.Add(place.Place with { Name = change.Name!, NameEn = change.NameEn });
                break;
            case ChangeKind.Close:
                if (place.IsClosed)
                    plan.Refuse("place", $"{change.Place} is closed already");
                plan.Places.Add(place.Place with { Fate = new(PlaceStanding.Closed, change.Id, []) });
                break;
            case ChangeKind.Move:
                PlanMove(city, change, place, plan);
                break;
            case ChangeKind.Merge:
                PlanMerger(city, change, place, plan);
                break;
            default:
                PlanSplit(city, change, place, plan);
                break;
        }
    }

    private static void PlanMove(City city, PlaceChange change, PlaceNode place, ChangePlan plan)
    {
        if (change.To is not { } to)
            plan.Refuse("to", "is missing: the id that the place is to have");
        else if (place.Parent is not { } above || to.Parent is not { } parent)
            plan.Refuse("to", "a root has no place above it, so it stays where it is");
        else if (to.IsWithin(place.Place.Id))
            plan.Refuse("to", $"{to} lies within {place.Place.Id}");
        else if (Find(city, parent, "to", plan) is not { } newAbove)
            return;
        else if (newAbove.Place.Level != above.Place.Level || newAbove.IsLeaf)
            plan.Refuse("to", $"{parent} is no {above.Place.Level} with places below it, as {above.Place.Id} is");
        else
            foreach (var node in place.Subtree())
                Move(city, change, node, to, plan);
    }

    private static void Move(City city, PlaceChange change, PlaceNode node, PlaceId to, ChangePlan plan)
    {
        var old = node.Place.Id;
        if (!PlaceId.TryParse(to.Value + old.Value[change.Place.Value.Length..], null, out var id) || !IsFree(city, id, "to", plan))
            return;
        var fate = Former(change, id);
        plan.Places.Add(node.Place with { Id = id });
        plan.Places.Add(node.Place with { Fate = fate });
        var (from, into) = node.IsLeaf ? (old, id) : (old.Desk, id.Desk);
        plan.Carries.Add(new(from, Former(change, into)));
        plan.MovePosts(city, from, into);
    }

    private static void PlanMerger(City city, PlaceChange change, PlaceNode place, ChangePlan plan)
    {
        if (change.To is not { } id)
            plan.Refuse("to", "is missing: the leaf that the place joins");
        else if (Find(city, id, "to", plan) is { } to && IsOpenLeaf(place, "place", plan) && IsOpenLeaf(to, "to", plan))
        {
            if (to == place || to.Place.Level != place.Place.Level)
                plan.Refuse("to", $"must be another {place.Place.Level}");
            plan.Places.Add(place.Place with { Fate = Former(change, id) });
            plan.Places.Add(to.Place with { Attributes = to.Place.Attributes.SetItems(place.Place.Attributes.Select(a => new KeyValuePair<string, long>(a.Key, a.Value + to.Place.Attributes.GetValueOrDefault(a.Key)))) });
            plan.Carries.Add(new(change.Place, Former(change, id)));
            plan.MovePosts(city, change.Place, id);
        }
    }

    private static void PlanSplit(City city, PlaceChange change, PlaceNode place, ChangePlan plan)
    {
        if (change.Parts.Length is < 2 or > MaxParts)
        {
            plan.Refuse("parts", $"must be 2 to {MaxParts}");
            return;
        }
        if (!IsOpenLeaf(place, "place", plan))
            return;
        var (ids, subjects) = (new HashSet<PlaceId>(), new HashSet<string>());
        for (var i = 0; i < change.Parts.Length; i++)
        {
            var (part, path) = (change.Parts[i], $"parts[{i}]");
            if (part.Id.Parent != place.Place.Id.Parent || !ids.Add(part.Id) || part.Id.IsDesk || part.Id == change.Place)
                plan.Refuse($"{path}.id", $"must be an id of its own beside {change.Place}");
            else if (!IsFree(city, part.Id, $"{path}.id", plan) || !IsName(part.Name, $"{path}.name", plan))
                continue;
            else if (part.Subjects.FirstOrDefault(subject => !PatternShape().IsMatch(subject) || !subjects.Add(subject)) is { } bad)
                plan.Refuse($"{path}.subjects", $"'{bad}' is no subject or beginning of one with * at its end, or there twice");
            else
                plan.Places.Add(new(part.Id, place.Place.Level, part.Name, part.NameEn, i == 0 ? Rest(place.Place, change, plan) : part.Attributes));
        }
        var fate = new PlaceFate(PlaceStanding.Former, change.Id, [.. change.Parts.Select(part => new Successor(part.Id, part.Subjects))]);
        plan.Places.Add(place.Place with { Fate = fate });
        plan.Carries.Add(new(change.Place, fate));
        plan.MovePosts(city, change.Place, change.Parts[0].Id);
    }

    // What is expected of all parts together is what was expected of the place.
    private static System.Collections.Immutable.ImmutableSortedDictionary<string, long> Rest(Place place, PlaceChange change, ChangePlan plan)
    {
        var rest = place.Attributes;
        foreach (var (name, value) in change.Parts.Skip(1).SelectMany(part => part.Attributes))
        {
            var left = rest.GetValueOrDefault(name) - value;
            if (value < 0 || left < 0)
                plan.Refuse("parts", $"the parts have more {name} than the {place.Attributes.GetValueOrDefault(name)} of {place.Id}");
            rest = rest.SetItem(name, left);
        }
        foreach (var (name, value) in change.Parts[0].Attributes)
        {
            if (rest.GetValueOrDefault(name) != value)
                plan.Refuse("parts[0].attributes", $"{name} is {value}; the other parts leave {rest.GetValueOrDefault(name)}");
        }
        return rest;
    }

    private static PlaceFate Former(PlaceChange change, PlaceId to) => new(PlaceStanding.Former, change.Id, [new(to, [])]);

    private static PlaceNode? Find(City city, PlaceId id, string member, ChangePlan plan)
    {
        if (city.TryGetPlace(id, out var found) && !found.IsFormer && !id.IsDesk)
            return found;
        plan.Refuse(member, $"there is no place {id}");
        return null;
    }

    private static bool IsFree(City city, PlaceId id, string member, ChangePlan plan)
    {
        var isFree = !id.Value.Split('.').Contains(PlaceId.DeskSegment) && (!city.TryGetPlace(id, out var there) || there.IsFormer);
        if (!isFree)
            plan.Refuse(member, $"{id} is taken");
        return isFree;
    }

    private static bool IsOpenLeaf(PlaceNode place, string member, ChangePlan plan)
    {
        if (place.IsLeaf && !place.IsClosed && place.Parent is not null)
            return true;
        plan.Refuse(member, place.IsLeaf ? $"{place.Place.Id} is closed, or a root" : $"{place.Place.Id} is an area; only leaves are merged and split");
        return false;
    }

    private static bool IsName(string? name, string member, ChangePlan plan)
    {
        if (name is { Length: > 0 and <= MaxNameLength } && !name.Any(char.IsControl) && name.Trim().Length > 0)
            return true;
        plan.Refuse(member, $"must be 1 to {MaxNameLength} characters");
        return false;
    }

    [GeneratedRegex(@"^[A-Za-z0-9._:-]{1,64}\z")]
    private static partial Regex IdShape();

    [GeneratedRegex(@"^[A-Za-z0-9._:-]{1,64}\*?\z")]
    private static partial Regex PatternShape();
}
