using System.Globalization;

namespace GridGrains.Cli;

/// <summary>What a run says on the screen.</summary>
internal static class Summary
{
    /// <summary>Before it begins.</summary>
    public static void Announce(LoadSettings settings, LoadTree tree, LoadRun run, Target target)
    {
        Screen.Line($"{Screen.Number(tree.Leaves.Sum(leaf => leaf.Residents))} people in {Screen.Number(tree.Leaves.Length)} grids below {tree.Root}; campaign {target.Campaign}");
        Screen.Line(settings.FlatOut
            ? $"Flat out on {settings.Connections} connections, {(run.Planned is { } time ? $"for {Time(time)}" : $"{Screen.Number(run.Observations)} observations")}; "
                + $"{settings.Crowd.Walls} walls and {settings.Crowd.Phones} phones watch"
            : $"{Screen.Number(run.Observations)} observations in {Time(run.Planned!.Value)} on {settings.Connections} connections; {settings.Crowd.Walls} walls and {settings.Crowd.Phones} phones watch");
    }

    /// <summary>While it runs, in a few rows.</summary>
    public static IReadOnlyList<(string Name, string Value)> Live(
        RunClock clock, Measurements measured, Audience audience, Sampler sampler, Workload workload, TimeSpan? planned)
    {
        var last = sampler.Seconds is [.., var newest] ? newest : null;
        return
        [
            ("time", planned is { } length ? $"{Time(TimeSpan.FromMicroseconds(clock.Now))} of {Time(length)}" : Time(TimeSpan.FromMicroseconds(clock.Now))),
            ("acknowledged", planned is null ? $"{Screen.Number(measured.Observations)} of {Screen.Number(workload.Observations)} observations" : $"{Screen.Number(measured.Observations)} observations"),
            ("in the last second", last is null ? "" : $"{Show.Number(last.Acknowledged)} observations, p99 {(last.P99 is { } p99 ? Show.Milliseconds(p99) : "-")}"),
            ("since the beginning", Shown(measured.Acknowledgement)),
            ("oldest not shown yet", last is null ? "" : Show.Milliseconds(last.OldestUnseen)),
            ("watching", $"{audience.Connected} of {audience.Count}"),
            ("sent again", Screen.Number(measured.Resent)),
            ("service", last is null ? "" : last.ServiceCpu is { } cpu ? string.Create(CultureInfo.InvariantCulture, $"{cpu:0.00} processors, {last.ServiceMebibytes:N0} MiB") : "not on this machine"),
        ];
    }

    /// <summary>In the end.</summary>
    public static void Print(LoadResult result)
    {
        if (result.Figures is not { } figures)
        {
            PrintVoid(result.Verdict);
            return;
        }
        Screen.Table(
            ["", "samples", "p50", "p90", "p99", "p99.9", "longest"],
            [
                .. figures.Acknowledgement.Select(p => Row("acknowledged, " + p.Name, p)),
                .. figures.Staleness.Select(p => Row("shown, " + p.Name, p)),
                .. figures.Return is { } back ? new[] { Row(back.Name, back) } : [],
                Row("generator's own lag", figures.GeneratorLag),
            ]);
        Screen.Line($"Times are from {result.Run.LatencyFrom}.");
        Screen.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{figures.Observations:N0} observations in {figures.Reports:N0} reports in {figures.Seconds:0.0} s: {figures.ObservationsPerSecond:N0} observations/s ({(result.Run.ObservationsPerSecondOffered is { } offered ? $"offered: {offered:N0}" : "flat out")})"));
        Screen.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{figures.KnownBefore:N0} known before, {figures.RefusedForNow:N0} calls told to wait, {figures.Lost:N0} without an answer, {figures.WaitedForConnection:N0} waited for a connection; {figures.Snapshots:N0} snapshots came, {figures.NeverSeen:N0} reports were not shown to somebody who should see them"));
        Screen.Line(Service(figures));
        Screen.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"Exactly once: {result.Verdict.Reports:N0} acknowledged reports are counted once each, at {result.Verdict.Leaves:N0} grids and {result.Verdict.Areas:N0} areas, and by the journal"));
    }

    private static void PrintVoid(Verdict verdict)
    {
        foreach (var difference in verdict.Differences)
            Screen.Line(difference);
        if (verdict.DifferenceCount > verdict.Differences.Count)
            Screen.Line($"and {Screen.Number(verdict.DifferenceCount - verdict.Differences.Count)} more");
        Screen.Line("This run is VOID: what is counted is not what was acknowledged, so no figure of it is given.");
    }

    private static string Service(RunFigures figures)
    {
        var unknown = $"{string.Join(" and ", figures.Service.NotKnown)} are not known";
        return figures.Service switch
        {
            { Process: null } => $"The service is not on this machine: what it used is not known",
            { CpuSeconds: null } => $"The service was started again: its processor time is not known; {unknown}",
            _ => string.Create(
                CultureInfo.InvariantCulture,
                $"Service: {figures.Service.CpuSeconds:0.0} CPU s, {figures.Service.CpuMicrosecondsPerObservation:0.0} µs for each observation, at most {figures.Service.PeakMebibytes:N0} MiB, wrote {(figures.Service.WrittenMebibytes is { } written ? $"{written:N0} MiB" : "an unknown amount")}; {unknown}. Generator: {figures.Generator.CpuSeconds:0.0} CPU s"),
        };
    }

    private static string Shown(Histogram histogram) => histogram.Max == 0 ? "" : $"p50 {Show.Milliseconds(histogram.At(0.5) / 1000.0)}, p99 {Show.Milliseconds(histogram.At(0.99) / 1000.0)}";

    private static string[] Row(string name, Percentiles p) =>
        [name, Screen.Number(p.Count), .. p.All.Select(one => one.Shown), p.Count == 0 ? "" : Show.Milliseconds(p.MaxMilliseconds)];

    private static string Time(TimeSpan time) => time.TotalSeconds < 120
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.#} min");
}
