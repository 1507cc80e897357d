using System.Collections.Immutable;

namespace GridGrains;

/// <summary>What every ledger answers, leaf or area. Its key is a <see cref="LedgerKey"/>; reach it through <see cref="IGridGrain"/> or <see cref="IAreaGrain"/>.</summary>
[Alias("GridGrains.IPlaceGrain")]
public interface IPlaceGrain : IGrainWithStringKey
{
    /// <summary>The present counts.</summary>
    [Alias("Get")]
    Task<PlaceCounts> Get();

    /// <summary>
    /// The present counts, and further ones to <paramref name="observer"/>, newest only and at most one in the roll-up interval,
    /// for a lease of <see cref="IPlaceObserver.Lease"/> from now. Called again before it ends, it renews.
    /// </summary>
    /// <param name="observer">Who is told.</param>
    /// <param name="withChildren">Whether the children that changed are told too; the answer then has all of them.</param>
    [Alias("Watch")]
    Task<PlaceFamily> Watch(IPlaceObserver observer, bool withChildren);

    /// <summary>Ends a lease early.</summary>
    [Alias("Unwatch")]
    Task Unwatch(IPlaceObserver observer);

    /// <summary>
    /// The value of a count over the campaign's time: points at every <paramref name="step"/> from <paramref name="from"/> to
    /// <paramref name="to"/>, each the value at that moment; null where that is older than what is kept, so that only the journal knows.
    /// </summary>
    [Alias("History")]
    Task<ImmutableArray<HistoryPoint>?> History(string count, TimeSpan step, DateTime from, DateTime to);
}

/// <summary>A leaf: it takes reports.</summary>
[Alias("GridGrains.IGridGrain")]
public interface IGridGrain : IPlaceGrain
{
    /// <summary>
    /// Makes a report durable, counts it, and only then answers. A report that was counted is answered its first receipt however often
    /// it comes, also in a closed campaign and after its subjects were purged, but only to the reporter who sent it.
    /// </summary>
    /// <param name="report">Valid by <see cref="ReportRules"/>.</param>
    /// <param name="reporter">Opaque id of who sends it; kept with the report in the journal.</param>
    [Alias("Report")]
    Task<ReportAnswer> Report(Report report, string reporter);

    /// <summary>
    /// The present counts. A leaf whose journal has more than it has counted, because a commit of which nobody heard came through after
    /// all, replays: it then answers as it is, and the next call finds it right.
    /// </summary>
    /// <param name="head">The last sequence that the journal has of it.</param>
    [Alias("CatchUp")]
    Task<PlaceCounts> CatchUp(long head);

    /// <summary>
    /// Holds new reports back for a while, so that a change of the tree finds the ledger at rest. Only a courtesy: what makes the change safe is the journal's key.
    /// </summary>
    [Alias("Hold")]
    Task Hold(TimeSpan span);

    /// <summary>The winning observations of a series (of all, if null), by series and subject, after a subject; null once they have been purged.</summary>
    [Alias("Subjects")]
    Task<ImmutableArray<Observation>?> Subjects(string? series, string? after, int limit);

    /// <summary>
    /// The posts of this leaf that are in play, by id: in a standing campaign all, in a round those at which duty has been reported in it.
    /// </summary>
    [Alias("Posts")]
    Task<ImmutableArray<PostState>> Posts();

    /// <summary>
    /// Takes the subjects of a closed campaign out of the journal and out of what the leaf has saved; counts, version, receipts and
    /// history stay. Safe to call again, at once and after a failure.
    /// </summary>
    /// <returns>False where it may not be yet: the campaign is open, or a report is still on its way.</returns>
    [Alias("PurgeSubjects")]
    Task<bool> PurgeSubjects();
}

/// <summary>An area: it sums its children and takes no reports.</summary>
[Alias("GridGrains.IAreaGrain")]
public interface IAreaGrain : IPlaceGrain
{
    /// <summary>A child's absolute counts. One that is not newer than what is known changes nothing, so it may come twice and late.</summary>
    [Alias("ChildChanged")]
    Task ChildChanged(PlaceCounts child);

    /// <summary>The same of several children, in one step, so that nobody sees the sum with some of them.</summary>
    [Alias("ChildrenChanged")]
    Task ChildrenChanged(ImmutableArray<PlaceCounts> children);

    /// <summary>The area and its children from one moment.</summary>
    [Alias("Children")]
    Task<PlaceFamily> Children();
}

/// <summary>Told of new counts of places by their grains, one way. A gateway has one for everything it watches.</summary>
public interface IPlaceObserver : IGrainObserver
{
    /// <summary>How long a watch lasts unless it is renewed.</summary>
    static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    /// <summary>Newer counts of a place, and of its children that changed since the last call if they were asked for.</summary>
    [Alias("Changed")]
    void Changed(string campaign, PlaceFamily changed);
}

/// <summary>The value of a count at a moment of the campaign's time.</summary>
[GenerateSerializer, Immutable]
public readonly record struct HistoryPoint([property: Id(0)] DateTime At, [property: Id(1)] long Value);
