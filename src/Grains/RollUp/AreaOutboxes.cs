using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace GridGrains.RollUp;

/// <summary>This silo's ways up, one for each area that has leaves here. They stay: a city has few areas beside its leaves.</summary>
public sealed class AreaOutboxes(IGrainFactory grains, RollUpPace pace, TimeProvider time, ILogger<AreaOutbox> log)
{
    private readonly ConcurrentDictionary<LedgerKey, AreaOutbox> outboxes = new();

    /// <summary>The way to an area.</summary>
    public AreaOutbox To(LedgerKey area) => outboxes.GetOrAdd(
        area,
        static (area, own) =>
        {
            var grain = own.Grains.GetGrain<IAreaGrain>(area.ToString());
            return new AreaOutbox(area, grain.ChildrenChanged, own.Pace, own.Time, own.Log);
        },
        (Grains: grains, Pace: pace, Time: time, Log: log));
}
