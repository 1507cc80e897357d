using System.Diagnostics;
using System.Globalization;

namespace GridGrains.Bench.Measuring;

/// <summary>Counts the calls of fdatasync and fsync of processes, as the kernel sees them: <c>perf stat</c> on its tracepoints, which costs nothing that could be measured.</summary>
internal sealed class Syncs : IAsyncDisposable
{
    private static readonly string? Program = Programs.Find("perf");

    private readonly string file = Path.GetTempFileName();
    private readonly Process? perf;

    private Syncs(IEnumerable<int> processes)
    {
        if (Program is null)
            return;
        perf = Process.Start(new ProcessStartInfo(
            Program,
            ["stat", "-x,", "-e", "syscalls:sys_enter_fdatasync,syscalls:sys_enter_fsync", "-o", file, "-p", string.Join(',', processes)])
        {
            RedirectStandardError = true,
        });
    }

    /// <summary>Counts from now on.</summary>
    public static Syncs Begin(IEnumerable<int> processes) => new(processes);

    /// <summary>Processes and those that they started.</summary>
    public static IEnumerable<int> WithChildren(IEnumerable<int> processes) => processes.SelectMany(id => Children(id).Prepend(id));

    /// <summary>How many there were; null where that cannot be found out here.</summary>
    public async Task<long?> EndAsync()
    {
        if (perf is null)
            return null;
        using (var interrupt = Process.Start("kill", ["-INT", perf.Id.ToString(CultureInfo.InvariantCulture)]))
            await interrupt.WaitForExitAsync();
        await perf.WaitForExitAsync();
        var counts = (await File.ReadAllLinesAsync(file)).Where(l => l.Contains("sys_enter", StringComparison.Ordinal))
            .Select(l => long.TryParse(l.Split(',')[0], CultureInfo.InvariantCulture, out var count) ? count : (long?)null).ToList();
        return counts.Count == 2 ? counts[0] + counts[1] : null;
    }

    public async ValueTask DisposeAsync()
    {
        if (perf is { HasExited: false })
        {
            perf.Kill();
            await perf.WaitForExitAsync();
        }
        perf?.Dispose();
        File.Delete(file);
    }

    private static IEnumerable<int> Children(int id)
    {
        var tasks = Directory.Exists($"/proc/{id}/task") ? Directory.GetDirectories($"/proc/{id}/task") : [];
        return tasks.Select(t => Path.Combine(t, "children")).Where(File.Exists).SelectMany(f => File.ReadAllText(f).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(c => int.Parse(c, CultureInfo.InvariantCulture));
    }
}
