using System.Diagnostics.Metrics;

namespace GridGrains.Gateway.Tests;

[Collection(nameof(Alone))]
public sealed class MetricsTests
{
    private const int Times = 1_000;

    [Fact]
    public void AMeasurement_AllocatesNothing_WhileSomebodyListens()
    {
        var heard = 0L;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == GatewayMetrics.MeterName)
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => heard++);
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => heard++);
        listener.Start();
        var receipt = new Receipt(Guid.NewGuid(), PlaceId.Parse("a"), 1, ReportStatus.Recorded, 1, 0);
        Measure(receipt);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Times; i++)
            Measure(receipt);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(heard >= 3 * Times, "nobody listened");
    }

    private static void Measure(Receipt receipt)
    {
        GatewayMetrics.ReportAnswered(ReportOutcome.Counted(receipt), 10, TimeSpan.FromMilliseconds(3));
        GatewayMetrics.Shown(TimeSpan.FromMilliseconds(30));
        GatewayMetrics.Pushed(skipped: 1);
    }
}
