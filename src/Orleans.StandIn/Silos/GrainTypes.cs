using System.Reflection;

namespace Orleans.Runtime;

/// <summary>The grain classes of the program: those of every assembly that is loaded or referenced and knows Orleans.</summary>
internal sealed class GrainTypes
{
    private readonly Dictionary<GrainType, GrainClass> classes = [];
    private readonly Dictionary<Type, List<GrainClass>> implementations = [];

    public GrainTypes()
    {
        foreach (var type in Assemblies().SelectMany(assembly => assembly.GetTypes()).Where(IsGrainClass))
            Add(new(type));
    }

    public IEnumerable<Type> Interfaces => implementations.Keys;

    public GrainClass this[GrainType kind] => classes[kind];

    /// <summary>The one class that implements the interface.</summary>
    /// <exception cref="ArgumentException">There is none, or the prefix leaves more than one.</exception>
    public GrainType Implementing(Type contract, string? prefix)
    {
        if (!implementations.TryGetValue(contract, out var found))
            throw new ArgumentException($"Could not find an implementation for interface {contract}.");
        var matching = prefix is null ? found : found.FindAll(each => Matches(each.Type, prefix));
        var names = string.Join(", ", matching.Select(each => each.Type));
        return matching.Count == 1
            ? matching[0].Kind
            : throw new ArgumentException($"Interface {contract} has {matching.Count} implementations that match: {names}.");
    }

    private static bool Matches(Type type, string prefix) =>
        type.FullName!.StartsWith(prefix, StringComparison.Ordinal) || type.Name.StartsWith(prefix, StringComparison.Ordinal);

    private static bool IsGrainClass(Type type) =>
        type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false }
        && type.IsAssignableTo(typeof(IGrainBase))
        && type.IsAssignableTo(typeof(IGrain));

    private static HashSet<Assembly> Assemblies()
    {
        var own = typeof(GrainTypes).Assembly.GetName().Name;
        HashSet<Assembly> knowing = [];
        HashSet<string> seen = [];
        Queue<Assembly> open = new(AppDomain.CurrentDomain.GetAssemblies().Where(assembly => !assembly.IsDynamic));
        while (open.TryDequeue(out var assembly))
        {
            if (!seen.Add(assembly.FullName!))
                continue;
            foreach (var reference in assembly.GetReferencedAssemblies())
            {
                if (reference.Name == own)
                    knowing.Add(assembly);
                else if (!IsFramework(reference.Name!) && !seen.Contains(reference.FullName) && TryLoad(reference) is { } loaded)
                    open.Enqueue(loaded);
            }
        }
        return knowing;
    }

    private static bool IsFramework(string name) =>
        name is "netstandard" or "mscorlib"
        || name.StartsWith("System", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.", StringComparison.Ordinal);

    // A package may name an assembly that it can do without.
    private static Assembly? TryLoad(AssemblyName name)
    {
        try
        {
            return Assembly.Load(name);
        }
        catch (Exception absent) when (absent is IOException or BadImageFormatException)
        {
            return null;
        }
    }

    private void Add(GrainClass added)
    {
        if (!classes.TryAdd(added.Kind, added))
        {
            var other = classes[added.Kind].Type;
            throw new OrleansConfigurationException($"Both {other} and {added.Type} would be the grain type '{added.Kind}'.");
        }
        foreach (var contract in added.Interfaces)
        {
            if (!implementations.TryGetValue(contract, out var found))
                implementations[contract] = found = [];
            found.Add(added);
        }
    }
}
