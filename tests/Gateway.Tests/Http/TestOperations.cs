using System.Collections.Immutable;

namespace GridGrains.Gateway.Tests;

/// <summary>One silo that has said how it is.</summary>
internal sealed class TestOperations : IOperationsGrain
{
    public static readonly TestOperations Of = new();

    public Task Tell(SiloFigures figures) => Task.CompletedTask;

    public Task<ImmutableArray<SiloFigures>> Silos() => Task.FromResult<ImmutableArray<SiloFigures>>(
    [
        new("silo-1", DateTime.UnixEpoch, DateTime.UnixEpoch, 7, 3, 1.25, 1, 4.25, 9, 5, 100_000, 100, [new(1, 40, 90)],
            [new(PlaceId.Parse(Town.Grid), 300), new(PlaceId.Parse("elsewhere.a"), 900)]),
    ]);
}
