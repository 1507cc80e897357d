using System.Globalization;

namespace GridGrains.Faults;

/// <summary>How hard a service is pressed, and how long.</summary>
/// <param name="Connections">Of the crowd.</param>
/// <param name="Measured">How long what is normal is measured, before and after.</param>
/// <param name="Pressed">How long there is too much.</param>
/// <param name="Rest">How long it rests before it is measured again.</param>
internal sealed record Pressure(int Connections, TimeSpan Measured, TimeSpan Pressed, TimeSpan Rest)
{
    /// <summary>A minute of it, and a minute's rest.</summary>
    public static Pressure Long { get; } = new(6_000, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(60));

    /// <summary>A few seconds.</summary>
    public static Pressure Short { get; } = new(1_500, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(1));
}

/// <summary>
/// Five times what a service can do: it takes what it can and refuses the rest at once, its memory stays bounded, and afterwards it is as
/// before.
/// </summary>
internal static class Overload
{
    private const int Times = 5;
    private const int Busy = 256;

    /// <summary>Memory that reports under way, their connections and the collector's slack may come to.</summary>
    public const long MemoryMiB = 600;

    // On a machine that does other things besides, a p99 of a few seconds may be five times another's; below this it is normal anyway.
    private const double NormalMs = 250;

    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);

    /// <summary>Measures, presses, rests, measures, and checks everything.</summary>
    public static async Task<Outcome> RunAsync(
        Stores stores, Keeper keeper, Pressure pressure, CancellationToken cancellation, IReadOnlyDictionary<string, string>? environment = null)
    {
        await using var home = await ServedHome.NewAsync(keeper, stores, cancellation, environment: environment);
        await home.StartAsync(cancellation);
        await FaultCity.ImportAsync(home.Target, cancellation);
        using var crowd = await Crowd.GatherAsync(home.Target, pressure.Connections, cancellation);

        var first = await crowd.AsFastAsAnsweredAsync(Busy, pressure.Measured / 2);
        var most = await crowd.AsFastAsAnsweredAsync(Busy, pressure.Measured);
        var normal = await crowd.AtRateAsync(most.Rate / 2, pressure.Measured);
        var before = Memory.Of(home.Process.Id);
        Tally pressed;
        long peak;
        await using (var memory = new Memory(home.Process.Id))
        {
            pressed = await crowd.AtRateAsync(most.Rate * Times, pressure.Pressed);
            peak = memory.Peak;
        }
        await Task.Delay(pressure.Rest, TimeProvider.System, cancellation);
        var rested = Memory.Of(home.Process.Id);
        var again = await crowd.AtRateAsync(most.Rate / 2, pressure.Measured);

        var verdict = await VerdictAsync(home.Target, crowd, cancellation);
        var load = await File.ReadAllTextAsync("/proc/loadavg", cancellation);
        var tallies = new[] { first, most, normal, pressed, again };
        var note = string.Create(
            CultureInfo.InvariantCulture,
            $"capacity {most.Rate:0} reports/s; offered {pressed.Offered / pressure.Pressed.TotalSeconds:0}/s for {pressure.Pressed.TotalSeconds:0} s on {pressure.Connections} connections: {pressed.Rate:0}/s acknowledged (p99 {pressed.Percentile(0.99):0} ms), {pressed.Refused} answered 503, {pressed.NotSent} not sent for want of a free connection, longest answer {pressed.Longest.TotalSeconds:0.0} s; resident {before} MiB before, {peak} at most, {rested} after; p99 at half the capacity {normal.Percentile(0.99):0.0} ms before, {again.Percentile(0.99):0.0} ms after; load average {load}");
        List<string> offences =
        [
            .. pressed.Longest > AnswerWithin ? ["an answer took more than 5 s"] : Array.Empty<string>(),
            .. tallies.Any(t => t.Other > 0) ? [$"{tallies.Sum(t => t.Other)} answers that are neither a receipt nor 503"] : Array.Empty<string>(),
            .. pressed.Refused == 0 ? ["nothing was refused"] : Array.Empty<string>(),
            .. pressed.Acknowledged == 0 ? ["nothing was acknowledged"] : Array.Empty<string>(),
            .. again.Refused > again.Acknowledged / 100 ? [$"{again.Refused} refused when it was over"] : Array.Empty<string>(),
            .. again.Percentile(0.99) > Math.Max(5 * normal.Percentile(0.99), NormalMs) ? ["the latency is not normal again"] : Array.Empty<string>(),
            .. peak > before + MemoryMiB ? ["memory is not bounded"] : Array.Empty<string>(),
        ];
        if (offences.Count > 0)
            throw new InvalidOperationException($"{string.Join("; ", offences)}; {note}; {verdict}");
        return new()
        {
            Verdict = verdict.Require(),
            Sent = tallies.Sum(t => t.Offered - t.NotSent),
            Acknowledged = tallies.Sum(t => t.Acknowledged),
            Refused = tallies.Sum(t => t.Refused),
            Unknown = tallies.Sum(t => t.Other),
            Note = note.ReplaceLineEndings(""),
        };
    }

    // By ids alone, for a log of millions of sends would itself be the load.
    private static async Task<Verdict> VerdictAsync(Target target, Crowd crowd, CancellationToken cancellation)
    {
        var acknowledged = crowd.Acknowledged.ToHashSet();
        var (recount, seen, doubled) = (new Recount(), new HashSet<Guid>(), new List<string>());
        await foreach (var row in target.Journal.ReadAsync(cancellation))
        {
            recount.Add(row.Ledger, row.ReportId, Fact.ReadAll(row.Payload));
            if (!seen.Add(row.ReportId))
                doubled.Add($"{row.Ledger} {row.ReportId}");
        }
        acknowledged.ExceptWith(seen);
        var verdict = new Verdict { Lost = [.. acknowledged.Select(id => $"{id}: acknowledged and not in the journal")], Doubled = doubled, Invented = [], WrongTotals = [], Rows = seen.Count, Levels = 0, Places = 0 };
        return await Judge.CheckTotalsAsync(target, recount, verdict, TimeSpan.FromMinutes(1), cancellation);
    }
}
