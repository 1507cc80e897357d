namespace GridGrains.Gateway;

/// <summary>Places with their present counts, for whoever wants a table of them.</summary>
internal sealed class PlaceTable(IGrainFactory grains)
{
    /// <summary>The counts of places at and below the one that was found. Places of one parent come from one call, of one moment; no leaf is woken for it.</summary>
    /// <param name="found">A place in a campaign.</param>
    /// <param name="places">In the order of the tree.</param>
    public async IAsyncEnumerable<PlaceRow> RowsAsync(LedgerFinding found, IEnumerable<PlaceNode> places)
    {
        var campaign = found.Campaign!.Id;
        // Of the areas above the place at hand, by depth: on a walk through the tree each is asked once.
        var families = new PlaceFamily?[PlaceId.MaxDepth + 1];
        foreach (var node in places)
        {
            if (node.Place.Id == found.Key.Place)
            {
                yield return new(node, await LedgerCall.AskAsync(() => grains.Ledger(found).Get()));
                continue;
            }
            var parent = node.Parent!.Place.Id;
            var family = families[parent.Depth];
            if (family?.Area.Place != parent)
                families[parent.Depth] = family = await LedgerCall.AskAsync(() => grains.GetGrain<IAreaGrain>(new LedgerKey(campaign, parent).ToString()).Children());
            yield return new(node, family.Children.FirstOrDefault(child => child.Place == node.Place.Id)
                ?? new PlaceCounts(node.Place.Id, 0, family.Area.AsOf, CountVector.Zero));
        }
    }
}

/// <summary>A place and its counts.</summary>
internal readonly record struct PlaceRow(PlaceNode Node, PlaceCounts Counts)
{
    /// <summary>The place.</summary>
    public Place Place => Node.Place;
}
