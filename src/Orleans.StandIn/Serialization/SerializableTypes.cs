using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Orleans.Runtime;

/// <summary>
/// Says of a type what Orleans' code generator and serializer would: whether its values can leave the process. It looks at
/// declared types, their members included, and never into values.
/// </summary>
internal static class SerializableTypes
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly ConcurrentDictionary<Type, string?> Verdicts = [];

    /// <summary>What is wrong with the type, in a sentence; null: nothing.</summary>
    public static string? Problem(Type type) => Verdicts.TryGetValue(type, out var known) ? known : Verdicts.GetOrAdd(type, Look(type, []));

    /// <summary>Whether a value's real type may differ from the declared one, so that it must be looked at in each call.</summary>
    public static bool IsOpen(Type type) =>
        type != typeof(void) && !type.IsSealed && !type.IsValueType && !type.IsArray && !KnownTypes.Includes(type)
        && !type.IsAssignableTo(typeof(Exception));

    // What is being looked at already is taken as good: a type may contain itself.
    private static string? Look(Type type, HashSet<Type> open)
    {
        if (!open.Add(type) || KnownTypes.Plain.Contains(type) || type.IsEnum || type == typeof(void))
            return null;
        if (type.IsArray)
            return Look(type.GetElementType()!, open);
        if (type.IsByRef || type.IsPointer || type.IsByRefLike
            || type.IsAssignableTo(typeof(Delegate)) || type.IsAssignableTo(typeof(Task)))
            return $"no value of type {type} can leave the process.";
        if (type.IsAssignableTo(typeof(IAddressable)) || type.IsAssignableTo(typeof(Exception)) || type.IsAssignableTo(typeof(Type)))
            return null;
        var arguments = type.IsGenericType ? type.GenericTypeArguments.Select(each => Look(each, open)) : [];
        if (arguments.FirstOrDefault(problem => problem is not null) is { } inside)
            return inside;
        if (KnownTypes.Includes(type))
            return null;
        if (!type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false))
            return type.IsAbstract ? null : $"{type} lacks [GenerateSerializer].";
        return Members(type, open) ?? Base(type, open);
    }

    private static string? Base(Type type, HashSet<Type> open) => type.BaseType switch
    {
        null => null,
        var parent when parent == typeof(object) || parent == typeof(ValueType) => null,
        var parent when !parent.IsDefined(typeof(GenerateSerializerAttribute), inherit: false) && !KnownTypes.Includes(parent) =>
            $"{type} derives from {parent}, which lacks [GenerateSerializer].",
        var parent => Look(parent, open),
    };

    private static string? Members(Type type, HashSet<Type> open)
    {
        HashSet<uint> ids = [];
        foreach (var field in type.GetFields(Own))
        {
            var member = PropertyOf(field) ?? (MemberInfo)field;
            var id = member.GetCustomAttribute<IdAttribute>();
            if (id is null)
            {
                if (field.IsDefined(typeof(NonSerializedAttribute)) || IsCaptured(field))
                    continue;
                if (!IsPrimary(type, member))
                    return $"{type}.{member.Name} has no [Id], so that it would be lost on the way; say [NonSerialized] if it shall be.";
            }
            else if (!ids.Add(id.Id))
                return $"{type} uses [Id({id.Id})] twice.";
            if (Look(field.FieldType, open) is { } problem)
                return problem;
        }
        return null;
    }

    private static PropertyInfo? PropertyOf(FieldInfo field) =>
        field.Name.EndsWith(">k__BackingField", StringComparison.Ordinal)
            ? field.DeclaringType!.GetProperty(field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)], Own)
            : null;

    private static bool IsCaptured(FieldInfo field) => field.IsDefined(typeof(CompilerGeneratedAttribute)) && PropertyOf(field) is null;

    // A record's own parameters are serialized in their order; another class says that it wants this.
    private static bool IsPrimary(Type type, MemberInfo member) =>
        (IsRecord(type) || type.GetCustomAttribute<GenerateSerializerAttribute>()!.IncludePrimaryConstructorParameters)
        && type.GetConstructors(Own)
            .Any(each => each.GetParameters().Any(parameter => parameter.Name == member.Name));

    private static bool IsRecord(Type type) => type.GetMethod(type.IsValueType ? "PrintMembers" : "<Clone>$", Own) is not null;
}
