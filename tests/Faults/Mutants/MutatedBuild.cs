using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace GridGrains.Faults;

/// <summary>The program built from a copy of its sources with every mutant in it, kept until a source or a mutant changes.</summary>
internal static class MutatedBuild
{
    private static readonly string[] Sources = ["src", "scenarios", "build"];
    private static readonly string[] Files = ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json"];
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private static readonly Dictionary<string, string?> Metadata =
        typeof(MutatedBuild).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().ToDictionary(a => a.Key, a => a.Value);

    /// <summary>The root of the sources.</summary>
    public static string Repository => Metadata["Repository"]!;

    private static string OrleansSource => Metadata["OrleansSource"]!;

    /// <summary>The path of the mutated program.</summary>
    public static async Task<string> ProgramAsync(CancellationToken cancellation)
    {
        var copies = Path.Combine(Repository, "artifacts", OrleansSource, "mutants");
        var copy = Path.Combine(copies, Fingerprint());
        var program = Path.Combine(copy, "artifacts", OrleansSource, "bin", "Cli", "release", "gridgrains.dll");
        var done = Path.Combine(copy, "built");
        if (File.Exists(done))
            return program;
        if (Directory.Exists(copies))
            Directory.Delete(copies, recursive: true);
        foreach (var file in Tree())
        {
            var to = Path.Combine(copy, file);
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(Path.Combine(Repository, file), to);
        }
        foreach (var edits in Mutant.All.SelectMany(m => m.Edits).GroupBy(e => e.File))
            await File.WriteAllTextAsync(Path.Combine(copy, edits.Key), Mutate(edits.Key, edits), cancellation);
        await File.WriteAllTextAsync(Path.Combine(copy, Mutant.SwitchFile), Mutant.Switch, cancellation);
        await BuildAsync(copy, cancellation);
        await File.WriteAllTextAsync(done, "", cancellation);
        return program;
    }

    /// <summary>A source file with these edits; throws if an original text is not there exactly once.</summary>
    public static string Mutate(string file, IEnumerable<Edit> edits)
    {
        var text = File.ReadAllText(Path.Combine(Repository, file));
        foreach (var edit in edits)
        {
            var first = text.IndexOf(edit.Original, StringComparison.Ordinal);
            if (first < 0 || text.IndexOf(edit.Original, first + 1, StringComparison.Ordinal) >= 0)
                throw new InvalidOperationException($"{file} must have this once, and has it {(first < 0 ? "not" : "more often")}: {edit.Original}");
            text = $"{text[..first]}{edit.Replacement}{text[(first + edit.Original.Length)..]}";
        }
        return text;
    }

    private static async Task BuildAsync(string copy, CancellationToken cancellation)
    {
        // Nothing of the build may outlive it, and what only reads the sources has done so when they were shipped.
        string[] arguments =
        [
            "build", "src/Cli/Cli.csproj", "-c", "Release", "-v", "q", "-nologo", "-nodeReuse:false", $"-p:OrleansSource={OrleansSource}",
            "-p:UseSharedCompilation=false", "-p:RunAnalyzers=false", "-p:EnforceCodeStyleInBuild=false", "-p:TreatWarningsAsErrors=false",
            "-p:GenerateDocumentationFile=false",
        ];
        using var build = Process.Start(new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = copy, RedirectStandardOutput = true })!;
        var output = build.StandardOutput.ReadToEndAsync(cancellation);
        await build.WaitForExitAsync(cancellation).WaitAsync(Longest, TimeProvider.System, cancellation);
        if (build.ExitCode != 0)
            throw new InvalidOperationException($"the mutated program does not build: {await output}");
    }

    private static string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Tree())
        {
            hash.AppendData(Encoding.UTF8.GetBytes(file));
            hash.AppendData(File.ReadAllBytes(Path.Combine(Repository, file)));
        }
        hash.AppendData(Encoding.UTF8.GetBytes(string.Concat(Mutant.All.SelectMany(m => m.Edits)) + Mutant.Switch));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    private static IEnumerable<string> Tree() => Sources
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository, folder), "*", SearchOption.AllDirectories))
        .Select(file => Path.GetRelativePath(Repository, file))
        .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "node_modules"))
        .Concat(Files)
        .Order(StringComparer.Ordinal);
}
