using System.Diagnostics;
using System.Globalization;

namespace GridGrains.Faults;

/// <summary>
/// What a power cut would leave of a SQLite file. A kill loses nothing that was written, for the system's memory has it; so a library that
/// is loaded into the service (<c>power-cut.c</c>) notes how far the write-ahead log has reached the disk, and after a kill the log is cut back to that.
/// </summary>
internal sealed class PowerCut(string library)
{
    private static readonly string[] Compilers = ["cc", "gcc", "clang"];

    /// <summary>What the service's environment needs: the library, and a log that is not written over from its beginning, since a length would then say nothing.</summary>
    public (string Name, string Value)[] Environment => [("LD_PRELOAD", library), ("Storage__CheckpointPages", "1000000")];

    /// <summary>Compiles the library into a folder.</summary>
    /// <exception cref="SkippedException">This machine has no C compiler, or is no Linux.</exception>
    public static async Task<PowerCut> PrepareAsync(string folder, CancellationToken cancellation)
    {
        if (!OperatingSystem.IsLinux())
            throw new SkippedException("a power cut is only imitated on Linux");
        var path = (System.Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        var compiler = Compilers.FirstOrDefault(c => path.Any(p => File.Exists(Path.Combine(p, c))))
            ?? throw new SkippedException("there is no C compiler (Debian: gcc), which the imitation of a power cut needs");
        var (source, library) = (Path.Combine(folder, "power-cut.c"), Path.Combine(folder, "power-cut.so"));
        await using (var written = File.Create(source))
        await using (var embedded = typeof(PowerCut).Assembly.GetManifestResourceStream("power-cut.c")!)
            await embedded.CopyToAsync(written, cancellation);
        using var run = Process.Start(compiler, ["-shared", "-fPIC", "-O2", "-o", library, source, "-ldl"]);
        await run.WaitForExitAsync(cancellation);
        return run.ExitCode == 0 ? new(library) : throw new SkippedException($"{compiler} cannot compile a library (Debian: libc6-dev)");
    }

    /// <summary>Cuts the log of a database back to what had reached the disk. The service must be dead.</summary>
    /// <returns>How many bytes were lost.</returns>
    public static async Task<long> StrikeAsync(string database, CancellationToken cancellation)
    {
        var (log, noted) = ($"{database}-wal", $"{database}-wal.synced");
        var synced = File.Exists(noted) ? long.Parse(await File.ReadAllTextAsync(noted, cancellation), CultureInfo.InvariantCulture) : 0;
        await using var file = new FileStream(log, FileMode.Open, FileAccess.Write);
        var lost = file.Length - synced;
        file.SetLength(Math.Min(file.Length, synced));
        file.Close();
        File.Delete(noted);
        return Math.Max(0, lost);
    }
}
