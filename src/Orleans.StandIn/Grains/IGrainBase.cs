using Orleans.Runtime;

namespace Orleans;

/// <summary>What the runtime expects of a grain class.</summary>
public interface IGrainBase
{
    /// <summary>The activation that this object is the body of.</summary>
    IGrainContext GrainContext { get; }

    /// <summary>Runs before the first call; a failure fails the calls that wait for it.</summary>
    Task OnActivateAsync(CancellationToken token) => Task.CompletedTask;

    /// <summary>Runs after the last call.</summary>
    Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token) => Task.CompletedTask;
}
