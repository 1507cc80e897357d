namespace GridGrains.Bench;

/// <summary>Programs that a peer needs and that may be missing.</summary>
internal static class Programs
{
    /// <summary>Its path, or null. Debian keeps servers where not everybody's path looks.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin").Append("/usr/local/sbin")
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
