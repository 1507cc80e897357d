using System.Collections.Immutable;

namespace GridGrains.Area;

/// <summary>
/// What an area knows: the newest absolute counts of each child, and their sum. Taking a child's counts is associative, commutative
/// and idempotent: in whatever order and however often they come, the newest of each child stands, and the sum is their sum.
/// </summary>
public sealed class AreaState
{
    private readonly Dictionary<PlaceId, Child> children = [];
    private readonly HashSet<PlaceId> changed = [];
    private readonly long[] sum;
    private long version;

    /// <summary>An area that has heard of no child.</summary>
    public AreaState(PlaceId area, Catalogue catalogue)
    {
        Area = area;
        sum = new long[catalogue.Counts.Length];
    }

    /// <summary>Which area.</summary>
    public PlaceId Area { get; }

    /// <summary>The sum of the children's counts.</summary>
    public ReadOnlySpan<long> Counts => sum;

    /// <summary>The sum of the children's versions.</summary>
    public long Version => version;

    /// <summary>Children there are. The desk is one from its first report on, or from when it has a post that opens; a former one if it ever reported.</summary>
    public int Expected { get; private set; }

    /// <summary>Of these, those that were heard of in full since the area woke: with all that is below them.</summary>
    public int Heard { get; private set; }

    /// <summary>The children's alerts, summed.</summary>
    public AlertTally Alerts { get; private set; }

    /// <summary>When anybody below last reported, in real time; null if nobody ever did.</summary>
    public DateTime? ReportedAt { get; private set; }

    /// <summary>Whether everything below was heard of since the area woke.</summary>
    public bool IsWhole => Heard >= Expected && children.Values.All(c => !c.IsPresent || c.Counts.IsWhole);

    /// <summary>The newest counts of each present child, by id. Nothing is known yet of a child that is missing.</summary>
    public IEnumerable<PlaceCounts> Children =>
        children.Values.Where(c => c.IsPresent).Select(c => c.Counts).OrderBy(c => c.Place.Value, StringComparer.Ordinal);

    /// <summary>The children's newest counts as they came, also of removed ones: what is saved.</summary>
    public IEnumerable<PlaceCounts> Known => children.Values.Select(c => c.Counts).Where(c => c.Version > 0);

    /// <summary>
    /// Says which children the tree has now. One that has left it stays with what it counted, so that the sum is that of the journal whatever version of the tree is known
    /// here: what others go on for, it has given away itself.
    /// </summary>
    public void Expect(IEnumerable<PlaceId> listed)
    {
        var present = listed.ToHashSet();
        foreach (var id in present)
            SetPresent(Find(id), true);
        foreach (var child in children.Values.Where(c => !c.Counts.Place.IsDesk && !present.Contains(c.Counts.Place)))
            SetPresent(child, child.Counts.Version > 0);
    }

    /// <summary>The newest counts known of a child; version 0 if none.</summary>
    public PlaceCounts Of(PlaceId child) => children.TryGetValue(child, out var found) ? found.Counts : Nothing(child);

    /// <summary>Whether a child was heard of in full since the area woke.</summary>
    public bool HasHeard(PlaceId child) => children.TryGetValue(child, out var found) && found.IsHeard;

    /// <summary>Takes a child's absolute counts, from the child itself or, with <paramref name="heard"/> false, as they were saved.</summary>
    /// <returns>Whether anything about the area changed.</returns>
    public bool Merge(PlaceCounts counts, bool heard = true)
    {
        var child = Find(counts.Place);
        if (counts.Version > 0 || (counts.Place.IsDesk && (counts.Alerts != default || !counts.Counts.Equals(CountVector.Zero))))
            SetPresent(child, true);
        // A child that has not heard all of its own children yet gives a lower bound, as what was saved does. Its first whole answer is
        // the truth, also where it is less than what was saved: the saved state may be of a journal that has been restored since.
        var first = heard && counts.IsWhole && SetHeard(child);
        if (!first && !counts.IsNewerThan(child.Counts))
            return false;
        version += counts.Version - child.Counts.Version;
        if (child.IsPresent)
            Add(child.Counts, -1);
        child.Counts = counts;
        ReportedAt = counts.ReportedAt > (ReportedAt ?? DateTime.MinValue) ? counts.ReportedAt : ReportedAt;
        if (child.IsPresent)
            Add(counts, +1);
        changed.Add(counts.Place);
        return true;
    }

    /// <summary>The children that changed since the last call.</summary>
    public ImmutableArray<PlaceCounts> TakeChanged()
    {
        ImmutableArray<PlaceCounts> taken = [.. changed.Select(id => children[id]).Where(c => c.IsPresent).Select(c => c.Counts)];
        changed.Clear();
        return taken;
    }

    /// <summary>What a child says of which nothing was ever reported.</summary>
    public static PlaceCounts Nothing(PlaceId child) => new(child, 0, DateTime.UnixEpoch, CountVector.Zero);

    private Child Find(PlaceId id)
    {
        if (!children.TryGetValue(id, out var child))
            children.Add(id, child = new Child { Counts = Nothing(id) });
        return child;
    }

    private void SetPresent(Child child, bool present)
    {
        if (child.IsPresent == present)
            return;
        child.IsPresent = present;
        Add(child.Counts, present ? +1 : -1);
        Expected += present ? 1 : -1;
        if (child.IsHeard)
            Heard += present ? 1 : -1;
        changed.Add(child.Counts.Place);
    }

    private bool SetHeard(Child child)
    {
        if (child.IsHeard)
            return false;
        child.IsHeard = true;
        if (child.IsPresent)
            Heard++;
        return true;
    }

    private void Add(PlaceCounts counts, int sign)
    {
        var values = counts.Counts.AsSpan();
        for (var i = 0; i < values.Length && i < sum.Length; i++)
            sum[i] += sign * values[i];
        Alerts = new(Alerts.Critical + (sign * counts.Alerts.Critical), Alerts.Warning + (sign * counts.Alerts.Warning));
    }

    private sealed class Child
    {
        public required PlaceCounts Counts { get; set; }

        public bool IsPresent { get; set; }

        public bool IsHeard { get; set; }
    }
}
