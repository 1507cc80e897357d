using System.Collections.Frozen;
using System.Reflection;

namespace Orleans.Runtime;

/// <summary>A grain or observer interface with the methods of all it inherits.</summary>
internal sealed class GrainInterface
{
    private readonly FrozenDictionary<MethodInfo, GrainMethod> methods;

    public GrainInterface(Type type, Silo silo)
    {
        if (!type.IsInterface || !type.IsAssignableTo(typeof(IAddressable)))
            throw new ArgumentException($"'{type}' is not a grain interface.", nameof(type));
        if (type.IsGenericType)
            throw new NotSupportedException($"'{type}' is generic; the stand-in has no generic grain interfaces.");
        Type = type;
        methods = type.GetInterfaces().Append(type)
            .SelectMany(each => each.GetMethods(BindingFlags.Instance | BindingFlags.Public))
            .Where(method => method.IsAbstract)
            .ToFrozenDictionary(method => method, Prepare);
        prototype = new(() => GrainProxy.Prototype(this, silo));
    }

    private readonly Lazy<GrainProxy> prototype;

    public Type Type { get; }

    public GrainMethod this[MethodInfo method] => methods[method];

    /// <summary>A reference to that grain by this interface.</summary>
    public GrainProxy Refer(GrainId id) => prototype.Value.To(id);

    private static GrainMethod Prepare(MethodInfo method)
    {
        var place = $"{method.DeclaringType}.{method.Name}";
        if (method.IsSpecialName)
            throw new NotSupportedException($"{place} belongs to a property or an event; a grain interface has methods only.");
        if (method.IsGenericMethod)
            throw new NotSupportedException($"{place} is generic; the stand-in has no generic grain methods.");
        var returned = method.ReturnType.IsGenericType ? method.ReturnType.GenericTypeArguments : [];
        foreach (var type in method.GetParameters().Select(parameter => parameter.ParameterType).Concat(returned))
        {
            if (SerializableTypes.Problem(type) is { } problem)
                throw new Serialization.CodecNotFoundException($"{place} cannot be called: {problem}");
        }
        return GrainMethod.Of(method);
    }
}
