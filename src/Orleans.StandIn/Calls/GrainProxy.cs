using System.Reflection;

namespace Orleans.Runtime;

/// <summary>A reference to a grain or observer; the class that implements its interface is made at run time.</summary>
// Not sealed: the class made at run time derives from it.
#pragma warning disable CA1852
internal class GrainProxy : DispatchProxy, IAddressable, IEquatable<GrainProxy>
#pragma warning restore CA1852
{
    private GrainInterface contract = null!;
    private CallTarget? target;

    public Silo Silo { get; private set; } = null!;

    public GrainId GrainId { get; private set; }

    public static GrainProxy Prototype(GrainInterface contract, Silo silo)
    {
        var prototype = (GrainProxy)Create(contract.Type, typeof(GrainProxy));
        (prototype.contract, prototype.Silo) = (contract, silo);
        return prototype;
    }

    public GrainProxy To(GrainId id)
    {
        var reference = (GrainProxy)MemberwiseClone();
        reference.GrainId = id;
        return reference;
    }

    /// <summary>The same grain by another interface.</summary>
    public GrainProxy As(Type type) => type.IsInstanceOfType(this) ? this : Silo.Factory.Refer(type, GrainId);

    /// <summary>Hands the request to the live activation, which is remembered for the next call.</summary>
    public void Send(Request request)
    {
        if (target is not { } known || !known.Receive(request))
            target = Silo.Deliver(GrainId, request);
    }

    public bool Equals(GrainProxy? other) => other is not null && GrainId == other.GrainId;

    public override bool Equals(object? obj) => Equals(obj as GrainProxy);

    public override int GetHashCode() => GrainId.GetHashCode();

    public override string ToString() => $"{contract.Type.Name} {GrainId}";

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => contract[targetMethod!].Call(this, args ?? []);
}
