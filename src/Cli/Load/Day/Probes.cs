namespace GridGrains.Cli;

/// <summary>A probe's next report.</summary>
internal readonly record struct ProbeReport(LoadLeaf Leaf, LoadSeries Series, int Number, long Due);

/// <summary>
/// A few leaves that report, several times a second, the number of the report itself in a series that nobody else reports: how totals above are found to contain it.
/// </summary>
/// <param name="leaves">Where; the n-th has the n-th series of <see cref="LoadSeries.Probes"/>.</param>
/// <param name="interval">From one report of a probe to its next.</param>
internal sealed class Probes(IReadOnlyList<LoadLeaf> leaves, TimeSpan interval)
{
    private long told;

    /// <summary>Where they are, with their series.</summary>
    public IEnumerable<(LoadLeaf Leaf, LoadSeries Series)> All => leaves.Zip(LoadSeries.Probes);

    /// <summary>The next report that was due by then, in µs of the run; null if there is none.</summary>
    public ProbeReport? Due(long now)
    {
        if (leaves.Count == 0)
            return null;
        // They take turns, so that they are not all due in the same moment.
        var due = (long)((told + 1) * interval.TotalMicroseconds / leaves.Count);
        if (due > now)
            return null;
        var probe = (int)(told % leaves.Count);
        var number = (int)(told++ / leaves.Count) + 1;
        return new ProbeReport(leaves[probe], LoadSeries.Probes[probe], number, due);
    }
}
