using System.Collections.Immutable;

namespace GridGrains.Recounting;

/// <summary>Sets live counts against recounted ones.</summary>
internal static class Comparison
{
    /// <summary>The counts that a journal can confirm. Posts and places are zero: they follow from the time of day, not from the journal alone.</summary>
    public static CountVector Confirmable(CountVector live)
    {
        var values = live.AsSpan().ToArray();
        foreach (var count in Catalogue.Current.Counts)
        {
            if (count.Measure.Kind is MeasureKind.Posts or MeasureKind.Places && count.Index < values.Length)
                values[count.Index] = 0;
        }
        return CountVector.Copy(values);
    }

    /// <summary>The counts that differ.</summary>
    public static ImmutableArray<CountDifference> Differences(CountVector live, CountVector journal) =>
    [
        .. from count in Catalogue.Current.Counts
           where live[count.Index] != journal[count.Index]
           select new CountDifference(count.Code, live[count.Index], journal[count.Index]),
    ];
}
