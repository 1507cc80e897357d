using System.Globalization;

namespace GridGrains.Bench.Measuring;

/// <summary>What processes have used of the processors since they started, by <c>/proc</c>.</summary>
internal static class Usage
{
    // Of utime and stime, by the kernel's interface always in hundredths of a second.
    private const double TicksPerSecond = 100;

    /// <summary>Seconds of a process with all processes that it started, also of those that have ended and were waited for.</summary>
    public static double SecondsOfTree(int process)
    {
        var all = Directory.GetDirectories("/proc").Select(d => int.TryParse(Path.GetFileName(d), out var id) ? id : 0)
            .Select(id => (Id: id, Stat: id > 0 ? Read(id) : null)).Where(p => p.Stat is not null).ToDictionary(p => p.Id, p => p.Stat!.Value);
        double Sum(int id) => !all.TryGetValue(id, out var stat) ? 0
            : stat.Own + stat.Ended + all.Where(p => p.Value.Parent == id).Sum(p => Sum(p.Key));
        return Sum(process);
    }

    /// <summary>Anonymous memory of a process, in bytes: its heaps and stacks, without files.</summary>
    public static long AnonymousBytes(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith("RssAnon:", StringComparison.Ordinal));
        return long.Parse(line.AsSpan(8).Trim().ToString().Split(' ')[0], CultureInfo.InvariantCulture) * 1024;
    }

    /// <summary>Processes that wait for a core or use one, over the last minute.</summary>
    public static double Load => double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);

    // After the name, which is in brackets and may itself have any character.
    private static (int Parent, double Own, double Ended)? Read(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            double At(int index) => double.Parse(fields[index], CultureInfo.InvariantCulture) / TicksPerSecond;
            return (int.Parse(fields[1], CultureInfo.InvariantCulture), At(11) + At(12), At(13) + At(14));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
