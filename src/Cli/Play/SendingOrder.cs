using System.Collections.Immutable;

namespace GridGrains.Cli;

/// <summary>The order in which reports are sent: as they are due, or, to show that it does not matter, any.</summary>
internal static class SendingOrder
{
    public static ImmutableArray<PlannedReport> Of(ImmutableArray<PlannedReport> reports, int? seed, int times)
    {
        var order = Enumerable.Repeat(reports, times).SelectMany(r => r).ToArray();
        if (seed is { } chance)
            new Random(chance).Shuffle(order);
        return ImmutableArray.Create(order);
    }
}
