namespace Orleans.Runtime;

/// <summary>One activation of a grain.</summary>
public interface IGrainContext : IEquatable<IGrainContext>
{
    /// <summary>The grain's type and key.</summary>
    GrainId GrainId { get; }

    /// <summary>The object that holds the grain's code and state, once it is made.</summary>
    object? GrainInstance { get; }

    /// <summary>The services of this activation.</summary>
    IServiceProvider ActivationServices { get; }

    /// <summary>Completes when the activation has ended.</summary>
    Task Deactivated { get; }

    /// <summary>Begins to end the activation; calls that come meanwhile go to the next one.</summary>
    void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);
}
