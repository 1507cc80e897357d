using System.Collections.Immutable;
using System.Globalization;

namespace GridGrains.Faults;

/// <summary>The service dies by itself at a named point of its own code, as by <c>kill -9</c>, under load.</summary>
internal static class CrashPoints
{
    /// <summary>The variable that arms a start: <c>name:passing</c>.</summary>
    public const string Variable = "GRIDGRAINS_CRASH_AT";

    // 128 + SIGKILL.
    private const int Killed = 137;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>Every point, and up to which passing it is struck. Batches, reports, messages and states pass at different rates.</summary>
    public static ImmutableArray<(string Name, int UpTo)> All { get; } =
    [
        ("before-append", 80), ("after-append", 80), ("after-commit", 300), ("after-apply", 300),
        ("before-roll-up", 300), ("before-save", 8), ("in-replay", 60), ("in-drain", 60),
    ];

    /// <summary>Strikes at these points, each so many times, and then checks everything.</summary>
    public static async Task<Outcome> RunAsync(Stores stores, Keeper keeper, IEnumerable<string> points, int times, int seed, CancellationToken cancellation)
    {
        await using var home = await ServedHome.NewAsync(keeper, stores, cancellation, environment: Cadence.SavesOften);
        await home.StartAsync(cancellation);
        await FaultCity.ImportAsync(home.Target, cancellation);
        var random = new Random(seed);
        var log = new ClientLog();
        Verdict? verdict = null;
        foreach (var (name, upTo) in All.Where(p => points.Contains(p.Name)))
        {
            await using var load = Load.Start(home.Target, log, new() { Seed = seed++ });
            var acknowledged = log.Acknowledged;
            await Wait.UntilAsync("some reports are acknowledged", () => log.Acknowledged > acknowledged + 200);
            for (var i = 0; i < times; i++)
                await StrikeAsync(home, log, name, random.Next(1, upTo + 1), cancellation);
            await home.StartAsync(cancellation);
            await load.EndAsync();
            verdict = (await Judge.CheckAsync(home.Target, log, null, cancellation)).Require();
        }
        return Outcome.Of(log, verdict!);
    }

    private static async Task StrikeAsync(ServedHome home, ClientLog log, string point, int passing, CancellationToken cancellation)
    {
        // Only now: what the point is to meet must be there to be met, such as entries to replay.
        if (!home.Process.HasEnded)
            await home.KillAsync();
        await home.LaunchAsync((Variable, string.Create(CultureInfo.InvariantCulture, $"{point}:{passing}")));
        if (point == "in-drain")
        {
            var acknowledged = log.Acknowledged;
            await Wait.UntilAsync("reports are acknowledged before the drain", () => log.Acknowledged > acknowledged + 100 || home.Process.HasEnded);
            await home.Process.TerminateAsync();
        }
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(Longest);
        try
        {
            await home.Process.EndedAsync(late.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"the service did not come to {point}:{passing} within {Longest.TotalSeconds:0} s\n{home.Process.Errors}");
        }
        if (home.Process.ExitCode != Killed)
            throw new InvalidOperationException($"the service ended with exit code {home.Process.ExitCode} and not at {point}:{passing}\n{home.Process.Errors}");
        log.Strike();
    }
}
