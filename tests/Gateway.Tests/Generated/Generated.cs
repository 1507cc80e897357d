namespace GridGrains.Gateway.Tests;

/// <summary>Facts of many inputs, which take all of the machine: one after another, when those that look at the clock have ended.</summary>
[CollectionDefinition(nameof(Generated), DisableParallelization = true)]
public sealed class Generated;
