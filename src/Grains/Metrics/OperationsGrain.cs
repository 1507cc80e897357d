using System.Collections.Immutable;

namespace GridGrains.Metrics;

/// <summary>Remembers what each silo said last. Where it wakes anew, all have said something again within seconds.</summary>
internal sealed class OperationsGrain(TimeProvider time) : Grain, IOperationsGrain
{
    private static readonly TimeSpan Good = TimeSpan.FromSeconds(15);

    private readonly SortedDictionary<string, (SiloFigures Figures, long ToldAt)> told = new(StringComparer.Ordinal);

    public Task Tell(SiloFigures figures)
    {
        told[figures.Name] = (figures, time.GetTimestamp());
        return Task.CompletedTask;
    }

    public Task<ImmutableArray<SiloFigures>> Silos()
    {
        foreach (var (name, one) in told.ToArray())
        {
            if (time.GetElapsedTime(one.ToldAt) > Good)
                told.Remove(name);
        }
        return Task.FromResult<ImmutableArray<SiloFigures>>([.. told.Values.Select(one => one.Figures)]);
    }
}
