using System.Globalization;

namespace GridGrains.Cli;

/// <summary>What a process has used so far.</summary>
/// <param name="CpuSeconds">Of the processors.</param>
/// <param name="ResidentBytes">Memory it has now.</param>
/// <param name="PeakBytes">The most memory it has had.</param>
/// <param name="WrittenBytes">Written to disks; null where that may not be read.</param>
internal readonly record struct ProcessUse(double CpuSeconds, long ResidentBytes, long PeakBytes, long? WrittenBytes);

/// <summary>A process of this machine, as <c>/proc</c> shows it.</summary>
/// <param name="id">Its id.</param>
internal sealed class ServiceProcess(int id)
{
    // USER_HZ, which is 100 wherever .NET runs on Linux.
    private const double TicksPerSecond = 100;
    private const string Listening = "0A";

    private static readonly string[] Tables = ["/proc/net/tcp", "/proc/net/tcp6"];

    /// <summary>Its id.</summary>
    public int Id => id;

    /// <summary>The process that listens where <paramref name="url"/> says; null if it is not on this machine, or whose it is may not be read.</summary>
    public static ServiceProcess? Find(Uri url)
    {
        if (!url.IsLoopback || !OperatingSystem.IsLinux())
            return null;
        try
        {
            var sockets = Tables.Where(File.Exists).SelectMany(File.ReadLines).Skip(1)
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(cells => cells.Length > 9 && cells[3] == Listening && IsPort(cells[1], url.Port))
                .Select(cells => $"socket:[{cells[9]}]").ToHashSet();
            return Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _))
                .Where(name => Holds(name!, sockets)).Select(name => new ServiceProcess(int.Parse(name!, CultureInfo.InvariantCulture))).FirstOrDefault();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>What it has used; null when it is gone.</summary>
    public ProcessUse? Use()
    {
        try
        {
            // The name, in brackets, may have blanks in it.
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var cells = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var ticks = long.Parse(cells[11], CultureInfo.InvariantCulture) + long.Parse(cells[12], CultureInfo.InvariantCulture);
            var status = File.ReadLines($"/proc/{id}/status").ToList();
            return new ProcessUse(ticks / TicksPerSecond, Kibibytes(status, "VmRSS:"), Kibibytes(status, "VmHWM:"), Written());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool IsPort(string address, int port) =>
        int.TryParse(address.AsSpan(address.IndexOf(':', StringComparison.Ordinal) + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var found) && found == port;

    private static bool Holds(string process, HashSet<string> sockets)
    {
        try
        {
            return Directory.EnumerateFiles($"/proc/{process}/fd").Any(fd => File.ResolveLinkTarget(fd, returnFinalTarget: false) is { } target && sockets.Contains(target.Name));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static long Kibibytes(List<string> status, string name) =>
        status.Find(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
            ? long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) * 1024
            : 0;

    private long? Written()
    {
        try
        {
            const string Name = "write_bytes: ";
            return File.ReadLines($"/proc/{id}/io").FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal)) is { } line
                ? long.Parse(line[Name.Length..], CultureInfo.InvariantCulture)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
