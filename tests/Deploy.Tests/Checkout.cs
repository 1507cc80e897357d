using System.Reflection;

namespace GridGrains.Deploy.Tests;

/// <summary>The files of the checkout that these tests are built from.</summary>
internal static class Checkout
{
    /// <summary>Its root.</summary>
    public static string Root { get; } = Path.GetFullPath(typeof(Checkout).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Root").Value!);

    /// <summary>A file or folder of it.</summary>
    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>What a file says.</summary>
    public static string Read(params string[] parts) => File.ReadAllText(At(parts));
}
