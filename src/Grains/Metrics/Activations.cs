using System.Diagnostics.Metrics;

namespace GridGrains.Metrics;

/// <summary>How many grains of each kind are awake in this process.</summary>
internal static class Activations
{
    private static readonly Meter Meter = new(SiloMetrics.MeterName);
    private static readonly string[] Names = ["leaf", "area", "board"];
    private static readonly long[] Awake = new long[Names.Length];

    static Activations() => Meter.CreateObservableUpDownCounter(
        "gridgrains.activations",
        () => Names.Select((name, i) => new Measurement<long>(Interlocked.Read(ref Awake[i]), new KeyValuePair<string, object?>("gridgrains.grain.kind", name))),
        "{activation}",
        "Grains that are awake");

    /// <summary>One has woken.</summary>
    public static void Begin(GrainKind kind) => Interlocked.Increment(ref Awake[(int)kind]);

    /// <summary>One that had woken goes to sleep.</summary>
    public static void End(GrainKind kind) => Interlocked.Decrement(ref Awake[(int)kind]);

    /// <summary>How many are awake.</summary>
    public static long Of(GrainKind kind) => Interlocked.Read(ref Awake[(int)kind]);
}

/// <summary>What kind of grain.</summary>
internal enum GrainKind
{
    /// <summary>A grid or a desk.</summary>
    Leaf,

    /// <summary>A place above.</summary>
    Area,

    /// <summary>A campaign's notices.</summary>
    Board,
}
