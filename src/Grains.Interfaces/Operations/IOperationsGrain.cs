using System.Collections.Immutable;

namespace GridGrains;

/// <summary>Where the silos say how they are, for an operator to look at; key: <see cref="Key"/>. It keeps nothing but what it was told last.</summary>
[Alias("GridGrains.IOperationsGrain")]
public interface IOperationsGrain : IGrainWithStringKey
{
    /// <summary>The key of the only one.</summary>
    const string Key = "silos";

    /// <summary>How a silo is now; it takes the place of what it said before.</summary>
    [Alias("Tell")]
    Task Tell(SiloFigures figures);

    /// <summary>The silos that have said something within the last seconds, by name.</summary>
    [Alias("Silos")]
    Task<ImmutableArray<SiloFigures>> Silos();
}
