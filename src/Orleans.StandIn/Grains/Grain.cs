using Orleans.Runtime;

namespace Orleans;

/// <summary>The base of grain classes.</summary>
public abstract class Grain : IGrainBase, IAddressable
{
    /// <summary>Takes the activation under construction as its context.</summary>
    protected Grain() => GrainContext = Activation.UnderConstruction();

    /// <inheritdoc/>
    public IGrainContext GrainContext { get; }

    /// <summary>Gives references to other grains.</summary>
    protected IGrainFactory GrainFactory => Activation.Of(GrainContext).Silo.Factory;

    /// <summary>The services of this activation.</summary>
    protected internal IServiceProvider ServiceProvider => GrainContext.ActivationServices;

    /// <summary>The grain's type and key as one string.</summary>
    public string IdentityString => GrainContext.GrainId.ToString();

    /// <summary>Ends this activation once the calls under way are done; the next call makes a new one.</summary>
    protected void DeactivateOnIdle() => GrainBaseExtensions.DeactivateOnIdle(this);

    /// <inheritdoc cref="IGrainBase.OnActivateAsync"/>
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc cref="IGrainBase.OnDeactivateAsync"/>
    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;
}
