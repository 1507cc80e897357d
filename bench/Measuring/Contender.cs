namespace GridGrains.Bench.Measuring;

/// <summary>One of those that are measured in turn.</summary>
/// <param name="Key">By which <c>--only</c> names it.</param>
/// <param name="Name">What it is called in the result.</param>
/// <param name="MeasureAsync">Starts it, runs the load, checks its totals and ends it.</param>
/// <param name="Unavailable">Why it cannot be measured on this machine; null if it can.</param>
internal sealed record Contender(string Key, string Name, Func<CancellationToken, Task<Row>> MeasureAsync, string? Unavailable = null);
