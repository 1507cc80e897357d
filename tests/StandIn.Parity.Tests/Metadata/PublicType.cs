using System.Reflection;
using System.Reflection.Metadata;

namespace GridGrains.StandIn.Metadata;

/// <summary>One type of an assembly.</summary>
internal sealed class PublicType(MetadataReader reader, TypeDefinitionHandle handle)
{
    private readonly TypeDefinition type = reader.GetTypeDefinition(handle);

    public SortedSet<string> Lines()
    {
        SortedSet<string> lines = new(StringComparer.Ordinal);
        string[] own = [.. type.GetGenericParameters().Select(Name)];
        TypeNames names = new(new(own, []));
        lines.Add($"is {Kind()}{Constraints(type.GetGenericParameters(), names)}");
        if (!type.BaseType.IsNil)
            lines.Add($"extends {names.Of(reader, type.BaseType)}");
        foreach (var implemented in type.GetInterfaceImplementations())
            lines.Add($"implements {names.Of(reader, reader.GetInterfaceImplementation(implemented).Interface)}");
        foreach (var usage in type.GetCustomAttributes().Select(reader.GetCustomAttribute).Where(IsUsage))
            lines.Add($"usage {Convert.ToHexString(reader.GetBlobBytes(usage.Value))}");
        foreach (var field in type.GetFields().Select(reader.GetFieldDefinition).Where(field => IsShown(field.Attributes)))
            lines.Add(Line(field, names));
        foreach (var method in type.GetMethods().Select(reader.GetMethodDefinition).Where(method => IsShown(method.Attributes)))
            lines.Add(Line(method, own));
        return lines;
    }

    private static bool IsShown(FieldAttributes attributes) =>
        (attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem;

    private static bool IsShown(MethodAttributes attributes) => Access(attributes) is not null;

    private static string? Access(MethodAttributes attributes) => (attributes & MethodAttributes.MemberAccessMask) switch
    {
        MethodAttributes.Public => "public",
        MethodAttributes.Family or MethodAttributes.FamORAssem => "protected",
        _ => null,
    };

    private string Kind() => (type.Attributes & (TypeAttributes.Interface | TypeAttributes.Abstract | TypeAttributes.Sealed)).ToString();

    private string Name(GenericParameterHandle parameter) => reader.GetString(reader.GetGenericParameter(parameter).Name);

    private bool IsUsage(CustomAttribute attribute) =>
        attribute.Constructor.Kind == HandleKind.MemberReference
        && reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is { Kind: HandleKind.TypeReference } parent
        && TypeNames.Of(reader, (TypeReferenceHandle)parent) == typeof(AttributeUsageAttribute).FullName;

    private string Line(FieldDefinition field, TypeNames names)
    {
        var kind = field.Attributes & (FieldAttributes.Static | FieldAttributes.InitOnly | FieldAttributes.Literal);
        var value = field.GetDefaultValue() is { IsNil: false } constant ? $" = {Value(constant)}" : "";
        return $"field {kind} {field.DecodeSignature(names, null)} {reader.GetString(field.Name)}{value}";
    }

    private string Line(MethodDefinition method, string[] ofType)
    {
        string[] ofMethod = [.. method.GetGenericParameters().Select(Name)];
        TypeNames names = new(new(ofType, ofMethod));
        var signature = method.DecodeSignature(names, null);
        var parameters = method.GetParameters().Select(reader.GetParameter).Where(each => each.SequenceNumber > 0)
            .Zip(signature.ParameterTypes, (each, parameter) => $"{parameter} {reader.GetString(each.Name)}{Default(each)}");
        return $"{Access(method.Attributes)} {Nature(method.Attributes)}{signature.ReturnType} {reader.GetString(method.Name)}"
            + $"{(ofMethod.Length == 0 ? "" : $"<{string.Join(", ", ofMethod)}>")}({string.Join(", ", parameters)})"
            + Constraints(method.GetGenericParameters(), names);
    }

    // Sealed implementations of interface members are no part of the class's own signature.
    private static string Nature(MethodAttributes attributes) =>
        attributes.HasFlag(MethodAttributes.Static) ? "static "
        : attributes.HasFlag(MethodAttributes.Abstract) ? "abstract "
        : attributes.HasFlag(MethodAttributes.Virtual) && !attributes.HasFlag(MethodAttributes.Final) ? "virtual "
        : "";

    private string Default(Parameter parameter) =>
        parameter.GetDefaultValue() is { IsNil: false } constant ? $" = {Value(constant)}"
        : parameter.Attributes.HasFlag(ParameterAttributes.Optional) ? " = default"
        : "";

    private string Value(ConstantHandle handle)
    {
        var constant = reader.GetConstant(handle);
        return $"{reader.GetBlobReader(constant.Value).ReadConstant(constant.TypeCode) ?? "null"}";
    }

    private string Constraints(GenericParameterHandleCollection parameters, TypeNames names) =>
        string.Concat(parameters.Select(reader.GetGenericParameter).Select(each =>
            $" where {reader.GetString(each.Name)}: {each.Attributes}"
            + string.Concat(each.GetConstraints().Select(one => $", {names.Of(reader, reader.GetGenericParameterConstraint(one).Type)}"))));
}
