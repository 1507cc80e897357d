namespace GridGrains.Silo;

/// <summary>
/// Decides whether this silo should leave because it is cut off where others are not. Orleans ends a silo that two others miss; these are
/// the cases that it leaves as they are, in which all grains of a silo would stay out of reach for as long as the cut lasts.
/// </summary>
internal static class Separation
{
    /// <summary>Why this silo should leave; null if it should not.</summary>
    /// <param name="own">This silo.</param>
    /// <param name="database">Whether it reaches the database.</param>
    /// <param name="peers">The other active silos.</param>
    public static string? Find(ListedSilo own, bool database, IReadOnlyList<PeerView> peers)
    {
        // If nobody reaches it, nobody gains by leaving.
        if (!database)
        {
            return peers.FirstOrDefault(p => p.View is { Database: true }) is { } other
                ? $"this silo does not reach the database, and {other.Silo.Name} does"
                : null;
        }
        // Of two that do not reach each other while a third reaches both, one is enough to leave, and both must choose the same.
        foreach (var missed in peers.Where(p => !p.Connects && IsOlder(p.Silo, own)))
        {
            if (peers.FirstOrDefault(p => p.View is { Database: true } view && view.Reaches.Contains(missed.Silo.Name)) is { } third)
                return $"this silo does not reach {missed.Silo.Name}, which {third.Silo.Name} reaches";
        }
        return null;
    }

    private static bool IsOlder(ListedSilo one, ListedSilo other) =>
        one.Generation != other.Generation ? one.Generation < other.Generation : string.CompareOrdinal(one.Name, other.Name) < 0;
}
