using System.Diagnostics;

namespace GridGrains.Faults;

/// <summary>A file system of a few megabytes in memory, mounted at a folder, that can be full.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private const int Chunk = 64 * 1024;

    private readonly string folder;

    private SmallDisk(string folder) => this.folder = folder;

    private string Ballast => Path.Combine(folder, "ballast");

    /// <summary>Mounts one.</summary>
    /// <exception cref="SkippedException">This process may not mount.</exception>
    public static async Task<SmallDisk> MountAsync(string folder, int megabytes)
    {
        if (!Environment.IsPrivilegedProcess)
            throw new SkippedException("a small disk needs root, to be mounted");
        Directory.CreateDirectory(folder);
        if (await RunAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=1777", "tmpfs", folder) is { } refusal)
            throw new SkippedException($"a small disk cannot be mounted here: {refusal}");
        return new(folder);
    }

    /// <summary>Takes all room that is left.</summary>
    public void Fill()
    {
        var zeros = new byte[Chunk];
        using var ballast = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var size = Chunk; size >= 512;)
        {
            try
            {
                ballast.Write(zeros, 0, size);
            }
            catch (IOException)
            {
                size /= 2;
            }
        }
    }

    /// <summary>Gives it back.</summary>
    public void Clear() => File.Delete(Ballast);

    // Lazily: who still has a file open on it keeps it until then.
    public async ValueTask DisposeAsync()
    {
        if (await RunAsync("umount", "-l", folder) is null)
            Directory.Delete(folder);
    }

    private static async Task<string?> RunAsync(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? null : errors.Trim();
    }
}
