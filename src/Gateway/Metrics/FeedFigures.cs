using Instruments = System.Diagnostics.Metrics.Meter;

namespace GridGrains.Gateway;

/// <summary>How much the feed of this process holds at the moment.</summary>
internal static class FeedFigures
{
    private static readonly Instruments Meter = new(GatewayMetrics.MeterName);
    private static long clients;
    private static long slots;

    static FeedFigures()
    {
        Meter.CreateObservableUpDownCounter("gridgrains.feed.clients", () => Clients, "{client}", "Connections of the hub");
        Meter.CreateObservableUpDownCounter("gridgrains.feed.slots", () => Slots, "{slot}", "Places and trees that the clients watch, each of each client");
    }

    /// <summary>Publishes the instruments, so that they say 0 before anybody comes.</summary>
    public static void Publish()
    {
        // The static constructor has, when this is called.
    }

    /// <summary>Connections of the hub.</summary>
    public static long Clients => Interlocked.Read(ref clients);

    /// <summary>Places and trees that clients watch, each of each client.</summary>
    public static long Slots => Interlocked.Read(ref slots);

    /// <summary>A client has come, or gone with -1.</summary>
    public static void AddClient(int by) => Interlocked.Add(ref clients, by);

    /// <summary>A slot was opened, or closed with -1.</summary>
    public static void AddSlot(int by) => Interlocked.Add(ref slots, by);
}
