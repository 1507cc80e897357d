namespace GridGrains.Faults;

/// <summary>The clock of one silo's machine is wrong from its start on; everything works, and no silo leaves.</summary>
internal static class ClusterClocks
{
    private static readonly string[] Libraries =
        ["/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1", "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1", "/usr/lib64/faketime/libfaketime.so.1"];

    /// <summary>Each of these shifts for so long, under load, with one silo killed meanwhile.</summary>
    public static async Task<Outcome> RunAsync(IReadOnlyList<string> shifts, TimeSpan each, int seed, CancellationToken cancellation)
    {
        var library = Libraries.FirstOrDefault(File.Exists) ?? throw new SkippedException("libfaketime is not installed (Debian: faketime)");
        await using var run = await ClusterRun.StartAsync(seed, cancellation);
        foreach (var shift in shifts)
        {
            var silo = run.Cluster.Silos[run.Random.Next(run.Cluster.Silos.Count)];
            run.Log.Strike();
            await silo.StopAsync();
            await silo.StartAsync(cancellation, ("LD_PRELOAD", library), ("FAKETIME", shift), ("FAKETIME_DONT_FAKE_MONOTONIC", "1"));
            if (!silo.Log.Last().Contains("off the database's", StringComparison.Ordinal))
                throw new InvalidOperationException($"{silo.Name} does not say that its clock is {shift} off; is it?");
            await run.HealsAsync(TimeSpan.FromSeconds(30));
            await Task.Delay(each, TimeProvider.System, cancellation);
            if (run.Cluster.Members.FirstOrDefault(m => !m.Runs) is { } gone)
                throw new InvalidOperationException($"{gone.Name} has left while the clock of {silo.Name} was {shift} off\n{gone.Log.Last()}");
            var other = run.Cluster.Silos.First(s => s != silo);
            await other.KillAsync();
            await run.AcknowledgesAgainAsync(TimeSpan.FromSeconds(30));
            await other.StartAsync(cancellation);
            await run.HealsAsync(TimeSpan.FromSeconds(60));
            if (run.Cluster.Members.FirstOrDefault(m => !m.Runs) is { } left)
                throw new InvalidOperationException($"{left.Name} has left while the clock of {silo.Name} was {shift} off\n{left.Log.Last()}");
            await run.JudgeAsync(cancellation, goOn: true);
        }
        return await run.JudgeAsync(cancellation, $"{string.Join(", ", shifts)}; ");
    }
}
