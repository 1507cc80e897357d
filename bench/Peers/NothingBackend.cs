using GridGrains.Bench.Hosts;

namespace GridGrains.Bench.Peers;

/// <summary>The gateway alone: whatever it lets through is answered at once. It only counts how many reports that were.</summary>
internal sealed class NothingBackend : IBackend
{
    private long people;

    public ValueTask<bool> TakeAsync(string place, Report report)
    {
        Interlocked.Add(ref people, People.In(report));
        return new(true);
    }

    public Task<long[]> TotalsAsync(IReadOnlyList<string> places) => Task.FromResult(places.Select(_ => Volatile.Read(ref people)).ToArray());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>What peers count: the values of a report, added up. They keep no subjects, so a corrected observation would count twice.</summary>
internal static class People
{
    public static long In(Report report)
    {
        var people = 0L;
        foreach (ref readonly var observation in report.Observations.AsSpan())
            people += observation.Value;
        return people;
    }
}
