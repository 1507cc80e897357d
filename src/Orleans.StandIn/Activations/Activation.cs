using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Runtime;

/// <summary>One grain in memory: its object, its turns, its requests.</summary>
internal sealed partial class Activation : CallTarget, IGrainContext
{
    [ThreadStatic]
    private static Activation? underConstruction;

    private readonly Lock gate = new();
    private readonly ActivationScheduler scheduler;
    private readonly GrainClass kind;
    private readonly TaskCompletionSource deactivated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AsyncServiceScope services;

    public Activation(Silo silo, GrainId id)
    {
        Silo = silo;
        GrainId = id;
        kind = silo.Types[id.Type];
        scheduler = new(gate, Pump);
        lastUsed = silo.Now;
    }

    public Silo Silo { get; }

    public GrainId GrainId { get; }

    public object? GrainInstance { get; private set; }

    public IServiceProvider ActivationServices => services.ServiceProvider;

    public Task Deactivated => deactivated.Task;

    /// <summary>The activation whose object is being made on this thread; none when a test makes a grain by itself.</summary>
    public static IGrainContext UnderConstruction() => underConstruction!;

    public static Activation Of(IGrainContext context) =>
        context as Activation ?? throw new InvalidOperationException("The grain was not made by the runtime.");

    /// <summary>A reference to this grain by that interface.</summary>
    public GrainProxy ReferTo(Type contract) => Silo.Factory.Refer(contract, GrainId);

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    public override string ToString() => GrainId.ToString();
}
