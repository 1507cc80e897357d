namespace GridGrains.Rules;

/// <summary>How far up an alert has come: a level further each time that its rule's <c>escalateMinutes</c> have gone by since it was raised, up to the campaign's root.</summary>
internal static class Escalation
{
    /// <summary>The place that an alert has reached; its own until the first time.</summary>
    /// <param name="terms">Its rule.</param>
    /// <param name="place">Where it was raised. A desk speaks for its area.</param>
    /// <param name="root">The campaign's root.</param>
    /// <param name="raisedAt">By the campaign's clock.</param>
    /// <param name="now">By the same clock.</param>
    public static PlaceId Reached(RuleTerms terms, PlaceId place, PlaceId root, DateTime raisedAt, DateTime now)
    {
        var reached = place;
        for (var next = NextAt(terms, raisedAt); next <= now && Above(reached, root) is { } above; next += Step(terms))
            reached = above;
        return reached;
    }

    /// <summary>When it goes on to the next level; the greatest time if it never does.</summary>
    public static DateTime NextAt(RuleTerms terms, PlaceId place, PlaceId root, DateTime raisedAt, DateTime now)
    {
        var next = NextAt(terms, raisedAt);
        for (var reached = place; Above(reached, root) is { } above && next < DateTime.MaxValue; reached = above)
        {
            if (next > now)
                return next;
            next += Step(terms);
        }
        return DateTime.MaxValue;
    }

    private static DateTime NextAt(RuleTerms terms, DateTime raisedAt) => terms.EscalateMinutes is > 0 ? raisedAt + Step(terms) : DateTime.MaxValue;

    private static TimeSpan Step(RuleTerms terms) => TimeSpan.FromMinutes(terms.EscalateMinutes!.Value);

    private static PlaceId? Above(PlaceId place, PlaceId root) =>
        (place.IsDesk ? place.Parent!.Value : place) is var own && own != root && own.Parent is { } above && above.IsWithin(root) ? above : null;
}
