using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Core;

namespace Orleans.Runtime;

/// <summary>A class of grains.</summary>
internal sealed class GrainClass
{
    private readonly Lazy<Func<Activation, List<IStorage>, object>> create;

    public GrainClass(Type type)
    {
        Type = type;
        Kind = GrainType.Create(NameOf(type));
        Reentrant = type.IsDefined(typeof(ReentrantAttribute));
        create = new(() => Constructor(type));
    }

    public Type Type { get; }

    public GrainType Kind { get; }

    public bool Reentrant { get; }

    public IEnumerable<Type> Interfaces =>
        Type.GetInterfaces().Where(each => each.IsAssignableTo(typeof(IGrain)) && each.Namespace != nameof(Orleans));

    /// <summary>Makes the grain's object and notes the stored states that its constructor asks for.</summary>
    public object Create(Activation activation, List<IStorage> states) => create.Value(activation, states);

    // Orleans' convention, which stored states carry: the class's name in lower case, without a "grain" at its end.
    private static string NameOf(Type type)
    {
        const string Suffix = "grain";
        var name = type.Name.ToLowerInvariant();
        return name.Length > Suffix.Length && name.EndsWith(Suffix, StringComparison.Ordinal) ? name[..^Suffix.Length] : name;
    }

    private static Func<Activation, List<IStorage>, object> Constructor(Type type)
    {
        var parameters = type.GetConstructors().MaxBy(each => each.GetParameters().Length)?.GetParameters()
            ?? throw new InvalidOperationException($"Grain class {type} has no public constructor.");
        var given = parameters
            .Where(each => each.ParameterType == typeof(IGrainContext) || each.IsDefined(typeof(PersistentStateAttribute)))
            .ToArray();
        var make = ActivatorUtilities.CreateFactory(type, [.. given.Select(each => each.ParameterType)]);
        return (activation, states) => make(activation.ActivationServices, [.. given.Select(each => Give(each, activation, states))]);
    }

    private static object Give(ParameterInfo parameter, Activation activation, List<IStorage> states)
    {
        if (parameter.GetCustomAttribute<PersistentStateAttribute>() is not { } named)
            return activation;
        var type = parameter.ParameterType;
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(IPersistentState<>))
            throw new ArgumentException($"{parameter.Member.DeclaringType}'s '{parameter.Name}' has [PersistentState] and is no IPersistentState.");
        var state = PersistentState.Create(type.GenericTypeArguments[0], named, activation);
        states.Add(state);
        return state;
    }
}
