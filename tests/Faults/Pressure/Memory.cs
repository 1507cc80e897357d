using System.Globalization;

namespace GridGrains.Faults;

/// <summary>Resident memory of a process, looked at ten times a second.</summary>
internal sealed class Memory : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly int process;
    private readonly CancellationTokenSource ending = new();
    private readonly Task watching;
    private long peak;

    public Memory(int process)
    {
        this.process = process;
        watching = Task.Run(WatchAsync);
    }

    /// <summary>The most since the watch began, in MiB.</summary>
    public long Peak => Interlocked.Read(ref peak);

    /// <summary>What it has now, in MiB.</summary>
    public static long Of(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await watching;
        ending.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!ending.IsCancellationRequested)
        {
            Interlocked.Exchange(ref peak, Math.Max(Peak, Of(process)));
            await Task.Delay(Pause, TimeProvider.System);
        }
    }
}
