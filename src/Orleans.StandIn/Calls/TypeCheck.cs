using System.Collections.Concurrent;
using Orleans.Serialization;

namespace Orleans.Runtime;

/// <summary>What is asked of a value before it travels. Values go by reference, so this looks and copies nothing.</summary>
internal sealed class TypeCheck
{
    private static readonly ConcurrentDictionary<Type, TypeCheck> Declared = [];
    private static readonly ConcurrentDictionary<Type, string?> Found = [];

    private readonly Type type;
    private readonly bool open;
    private readonly bool reference;

    private TypeCheck(Type type)
    {
        this.type = type;
        reference = type.IsAssignableTo(typeof(IAddressable));
        open = !reference && SerializableTypes.IsOpen(type);
    }

    public static TypeCheck Of(Type type) => Declared.GetOrAdd(type, static each => new(each));

    /// <summary>The value as the callee shall see it; a grain that hands over itself hands over a reference.</summary>
    /// <exception cref="CodecNotFoundException">Its type has no serializer.</exception>
    public object? Admit(object? value)
    {
        if (reference && value is not GrainProxy and not null)
            return ReferenceTo(value);
        Check(value);
        return value;
    }

    /// <summary>Looks at a value whose declared type leaves its real type open.</summary>
    /// <exception cref="CodecNotFoundException">Its type has no serializer.</exception>
    public void Check<T>(T value)
    {
        if (open && value is not null and not GrainProxy && Found.GetOrAdd(value.GetType(), SerializableTypes.Problem) is { } problem)
            throw new CodecNotFoundException(problem);
    }

    private GrainProxy ReferenceTo(object value) => value switch
    {
        IGrainBase grain => Activation.Of(grain.GrainContext).ReferTo(type),
        _ => throw new NotSupportedException(
            $"A {value.GetType()} was given where a reference is needed. CreateObjectReference makes one."),
    };
}
