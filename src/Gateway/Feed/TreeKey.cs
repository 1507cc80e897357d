using System.Collections.Immutable;

namespace GridGrains.Gateway;

/// <summary>What a tree shows; clients that ask for the same share one.</summary>
/// <param name="Root">The ledger it starts at.</param>
/// <param name="Depth">Levels below the root; 0 for the root alone.</param>
/// <param name="Columns">What each row has, in the order asked.</param>
internal sealed record TreeKey(LedgerKey Root, int Depth, ImmutableArray<TreeColumn> Columns)
{
    /// <inheritdoc/>
    public bool Equals(TreeKey? other) =>
        other is not null && Root == other.Root && Depth == other.Depth && Columns.AsSpan().SequenceEqual(other.Columns.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Root, Depth, Columns.Length);

    /// <summary>Whether it shows how far targets have come.</summary>
    public bool HasTargets => Columns.Any(column => column.Of != TargetMeasure.Value);

    /// <summary>Whether a place is in it, if it is in the tree of places at all.</summary>
    public bool Shows(PlaceId place) => place.IsWithin(Root.Place) && place.Depth - Root.Place.Depth <= Depth;

    /// <summary>The areas to be watched with their children; none where there is only the root to see.</summary>
    public IEnumerable<PlaceId> Areas(PlaceNode root) =>
        Depth == 0 ? [] : root.Subtree(Depth - 1).Where(node => !node.IsLeaf).Select(node => node.Place.Id);
}
