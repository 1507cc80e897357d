using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace GridGrains.StandIn.Metadata;

/// <summary>The types that an assembly shows to others, each as a set of lines: what it is and what members it has.</summary>
internal static class PublicApi
{
    public static SortedDictionary<string, SortedSet<string>> Of(string assembly)
    {
        using PEReader file = new(File.OpenRead(assembly));
        var reader = file.GetMetadataReader();
        SortedDictionary<string, SortedSet<string>> types = new(StringComparer.Ordinal);
        foreach (var handle in reader.TypeDefinitions)
        {
            if (IsShown(reader, handle))
                types.Add(TypeNames.Of(reader, handle), new PublicType(reader, handle).Lines());
        }
        return types;
    }

    private static bool IsShown(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        return (type.Attributes & TypeAttributes.VisibilityMask) switch
        {
            TypeAttributes.Public => true,
            TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem =>
                IsShown(reader, type.GetDeclaringType()),
            _ => false,
        };
    }
}
