namespace GridGrains.Testing;

/// <summary>Where PostgreSQL's programs are on this machine.</summary>
internal static class PostgresPrograms
{
    private const string Versions = "/usr/lib/postgresql";

    /// <summary>The folder of the newest version's programs, or null.</summary>
    public static string? Folder { get; } =
        Candidates().FirstOrDefault(f => File.Exists(Path.Combine(f, "initdb")) && File.Exists(Path.Combine(f, "postgres")));

    /// <summary>The command that runs another as the user <c>postgres</c>; empty if this process is not root.</summary>
    public static string? RunAs { get; } = FindRunAs();

    private static IEnumerable<string> Candidates()
    {
        var packaged = Directory.Exists(Versions) ? Directory.GetDirectories(Versions) : [];
        return packaged
            .OrderByDescending(d => int.TryParse(Path.GetFileName(d), out var version) ? version : 0)
            .Select(d => Path.Combine(d, "bin"))
            .Concat(OnPath());
    }

    private static string? FindRunAs()
    {
        if (!Environment.IsPrivilegedProcess)
            return "";
        if (!File.ReadLines("/etc/passwd").Any(l => l.StartsWith("postgres:", StringComparison.Ordinal)))
            return null;
        string[] commands = ["setpriv --reuid=postgres --regid=postgres --init-groups", "runuser -u postgres --"];
        return commands.FirstOrDefault(c => OnPath().Any(f => File.Exists(Path.Combine(f, c[..c.IndexOf(' ', StringComparison.Ordinal)]))));
    }

    private static string[] OnPath() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
}
