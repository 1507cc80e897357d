using System.Collections.Immutable;

namespace GridGrains.Recounting;

/// <summary>Sets live counts against recounted ones.</summary>
internal static class Comparison
{
    /// <summary>The counts that differ. Posts and places are left out: they follow from the time of day, not from the journal alone.</summary>
    public static ImmutableArray<CountDifference> Differences(CountVector live, CountVector journal) =>
    [
        .. from count in Catalogue.Current.Counts
           where count.Measure.Kind is not (MeasureKind.Posts or MeasureKind.Places) && live[count.Index] != journal[count.Index]
           select new CountDifference(count.Code, live[count.Index], journal[count.Index]),
    ];
}
