namespace GridGrains.Gateway.Tests;

/// <summary>Facts that others would disturb: who listens to all meters of the process is called by each of their measurements.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
