using System.Globalization;
using System.Runtime.InteropServices;

namespace GridGrains.Cli;

/// <summary>One run: those who watch gather, the day is sent, and everything is compared.</summary>
internal sealed class LoadRun : IDisposable
{
    private const double NominalRate = 50_000;
    private const int VerifiedAtOnce = 8;

    // More than any service takes, so that the time ends a run that is flat out and not the work.
    private const double NobodyTakes = 1_000_000;

    private readonly LoadSettings settings;
    private readonly Target target;
    private readonly LoadTree tree;
    private readonly Workload workload;
    private readonly Schedule schedule;
    private readonly RunClock clock;
    private readonly Measurements measured = new();
    private readonly ExpectedLedger ledger;
    private readonly Audience audience;
    private readonly Verification verification;
    private readonly ProcessWatch service;
    private readonly DateTimeOffset began = TimeProvider.System.GetUtcNow();

    private LoadRun(LoadSettings settings, Target target, LoadTree tree, Verification verification, Baseline baseline)
    {
        (this.settings, this.target, this.tree, this.verification) = (settings, target, tree, verification);
        clock = new RunClock(TimeProvider.System, waits: !settings.FlatOut);
        var plan = new DayPlan(tree, settings.Mix.HotSites, settings.Seed);
        workload = WorkloadOf(settings, plan.Observations);
        var probes = ProbesOf(settings, tree);
        schedule = new Schedule(plan, settings.Mix, workload, probes, settings.Seed);
        ledger = new ExpectedLedger(tree);
        audience = new Audience(target, tree, settings.Crowd, probes, baseline, clock, measured);
        service = new ProcessWatch(target.Url, settings.Pid);
    }

    /// <summary>Observations that will be sent.</summary>
    public long Observations => workload.Observations;

    /// <summary>How long it will take; null flat out.</summary>
    public TimeSpan? Planned => settings.FlatOut ? settings.Duration : workload.Length;

    /// <summary>Makes ready; looks at what a campaign that was there contains.</summary>
    public static async Task<LoadRun> PrepareAsync(LoadSettings settings, Target target, LoadTree tree, Api api, CancellationToken cancellation)
    {
        var verification = new Verification(api, tree, target.Campaign, VerifiedAtOnce, TimeProvider.System);
        var baseline = settings.Campaign is null ? Baseline.Nothing : await verification.BeginAsync(cancellation);
        return new LoadRun(settings, target, tree, verification, baseline);
    }

    public void Dispose() => clock.Dispose();

    /// <summary>Runs it.</summary>
    public async Task<LoadResult> RunAsync(CancellationToken cancellation)
    {
        using var ending = new CancellationTokenSource();
        try
        {
            await Screen.ProgressAsync("Watchers", audience.Count, () => audience.Connected, audience.GatherAsync(ending.Token, cancellation), cancellation);
            var senders = await SendersAsync(cancellation);
            var (before, self) = (service.Current?.Use(), Own());
            clock.Begin();
            var sampler = new Sampler(clock, measured, audience, () => service.Current);
            using var measuring = CancellationTokenSource.CreateLinkedTokenSource(ending.Token);
            var sampling = Task.WhenAll(
                sampler.RunAsync(measuring.Token), Heartbeat.RunAsync(clock, measured.Lag, measuring.Token), StormAsync(measuring.Token), EndAsync(measuring.Token));
            await Screen.LiveAsync(() => Summary.Live(clock, measured, audience, sampler, workload, Planned), SendAsync(senders, cancellation), cancellation);
            var (seconds, after, own) = (clock.Now / 1e6, service.Current?.Use(), Own());
            await audience.FinishAsync(cancellation);
            await measuring.CancelAsync();
            await sampling;
            var verdict = await VerifyAsync(cancellation);
            return Result(verdict, seconds, sampler.Seconds, Use(before, after), Difference(self, own));
        }
        finally
        {
            await ending.CancelAsync();
            await audience.EndedAsync();
        }
    }

    private async Task<LoadSender[]> SendersAsync(CancellationToken cancellation)
    {
        var run = new Sending(target, schedule, clock, measured, ledger, audience, new SharedPatience(target.Url, clock.Time));
        var senders = Enumerable.Range(0, settings.Connections).Select(_ => new LoadSender(run)).ToArray();
        await Task.WhenAll(senders.Select(sender => sender.WarmUpAsync(tree.Root, cancellation)));
        return senders;
    }

    private static async Task SendAsync(LoadSender[] senders, CancellationToken cancellation)
    {
        using var failing = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Exception? failure = null;
        await Task.WhenAll(senders.Select(each => Task.Run(async () =>
        {
            using var sender = each;
            try
            {
                await sender.RunAsync(failing.Token);
            }
            catch (Exception e)
            {
                // The first one says what happened; the others stop because of it.
                Interlocked.CompareExchange(ref failure, e, null);
                await failing.CancelAsync();
            }
        }, CancellationToken.None)));
        cancellation.ThrowIfCancellationRequested();
        if (failure is not null)
            throw failure;
    }

    private async Task<Verdict> VerifyAsync(CancellationToken cancellation)
    {
        var comparing = verification.CompareAsync(ledger, measured.Observations, cancellation);
        await Screen.ProgressAsync("Comparing", tree.Areas.Length, () => verification.Done, comparing, cancellation);
        return await comparing;
    }

    private async Task StormAsync(CancellationToken ending)
    {
        if (settings.StormAt is not { } at)
            return;
        try
        {
            await clock.UntilAsync((long)at.TotalMicroseconds, ending);
            audience.Storm();
        }
        catch (OperationCanceledException)
        {
            // The run was over before.
        }
    }

    // Only where nothing waits: else the schedule has an end of its own.
    private async Task EndAsync(CancellationToken ending)
    {
        if (!settings.FlatOut || settings.Duration is not { } length)
            return;
        try
        {
            await clock.UntilAsync((long)length.TotalMicroseconds, ending);
            schedule.Stop();
        }
        catch (OperationCanceledException)
        {
            // All work was done before.
        }
    }

    private static Workload WorkloadOf(LoadSettings settings, long day)
    {
        if (settings.FlatOut)
        {
            var most = settings.Duration is { } until ? Math.Max(day, (long)(until.TotalSeconds * NobodyTakes)) : day;
            return new Workload(most, TimeSpan.FromSeconds(most / NominalRate), DayCurve.Even);
        }
        var length = settings.Duration!.Value;
        var observations = settings.Rate is { } rate ? Math.Max(1, (long)(rate * length.TotalSeconds)) : day;
        return new Workload(observations, length, settings.Curve ?? (settings.Rate is null ? DayCurve.Daytime : DayCurve.Even));
    }

    // Far apart in the tree; with few leaves there are fewer.
    private static Probes ProbesOf(LoadSettings settings, LoadTree tree)
    {
        if (settings.ProbesPerSecond <= 0 || settings.Crowd.Walls == 0)
            return new Probes([], TimeSpan.MaxValue);
        var count = Math.Min(LoadSeries.Probes.Length, tree.Leaves.Length);
        return new Probes([.. Enumerable.Range(0, count).Select(n => tree.Leaves[n * tree.Leaves.Length / count])], TimeSpan.FromSeconds(1 / settings.ProbesPerSecond));
    }

    private LoadResult Result(Verdict verdict, double seconds, IReadOnlyList<Second> series, ServiceUse used, GeneratorUse own) => new()
    {
        Verdict = verdict,
        Run = new RunTerms(
            began, target.Url.ToString(), target.Campaign, tree.Root, tree.Leaves.Length, tree.Areas.Length, tree.Leaves.Sum(leaf => leaf.Residents),
            settings.FlatOut ? "closed: flat out, each connection sends as soon as it was answered" : "open: each call has its time, whatever became of those before it",
            settings.FlatOut ? "the actual sending, so what a report would have waited to be sent is not in it" : "the intended time of sending",
            Planned?.TotalSeconds, settings.FlatOut ? null : workload.Observations / workload.Length.TotalSeconds, settings.Connections, settings.Crowd.Walls, settings.Crowd.Phones, audience.LooksEvery.TotalMilliseconds,
            settings.StormAt?.TotalSeconds, settings.Mix, settings.Seed, Machine()),
        Figures = verdict.IsExact ? Figures(seconds, series, used, own) : null,
    };

    private RunFigures Figures(double seconds, IReadOnlyList<Second> series, ServiceUse used, GeneratorUse own) => new()
    {
        Seconds = Math.Round(seconds, 2),
        Observations = measured.Observations,
        Reports = measured.Acknowledged,
        ObservationsPerSecond = Math.Round(measured.Observations / seconds, 1),
        ReportsPerSecond = Math.Round(measured.Acknowledged / seconds, 1),
        KnownBefore = measured.Repeats,
        RefusedForNow = measured.RefusedForNow,
        Lost = measured.Lost,
        WaitedForConnection = measured.Waited,
        Acknowledgement =
        [
            Percentiles.Of("all", measured.Acknowledgement, measured.Lag),
            .. measured.ByWay.Where(way => way.Value.Count > 0).Select(way => Percentiles.Of(NameOf(way.Key), way.Value, measured.Lag)),
        ],
        Staleness =
        [
            .. new[] { ("grid", measured.LeafStaleness), ("area below the root", measured.AreaStaleness), ("root", measured.RootStaleness) }
                .Where(s => s.Item2.Count > 0).Select(s => Percentiles.Of(s.Item1, s.Item2, measured.Lag)),
        ],
        NeverSeen = audience.NeverSeen,
        Snapshots = audience.Frames,
        WatchersLost = audience.Failures,
        Return = settings.StormAt is null ? null : Percentiles.Of("return after the storm", measured.Return, measured.Lag),
        GeneratorLag = Percentiles.Of("generator", measured.Lag, new Histogram()),
        Service = used,
        Generator = own,
        Series = series,
    };

    private ServiceUse Use(ProcessUse? before, ProcessUse? after)
    {
        double? cpu = before is { } first && after is { } last && !service.WasReplaced ? last.CpuSeconds - first.CpuSeconds : null;
        var written = before?.WrittenBytes is { } from && after?.WrittenBytes is { } to && !service.WasReplaced ? (double?)((to - from) / 1048576.0) : null;
        return new ServiceUse(
            service.Current?.Id, cpu, cpu is { } used && measured.Observations > 0 ? Math.Round(used * 1e6 / measured.Observations, 2) : null,
            after is { } use ? Math.Round(use.PeakBytes / 1048576.0, 1) : null, written is { } megabytes ? Math.Round(megabytes, 1) : null, ["fsyncs", "GC pauses"]);
    }

    private static string NameOf(Way way) => way switch { Way.Rest => "REST, one by one", Way.Bulk => "REST, in bulk", _ => "hub" };

    private static (ProcessUse? Use, TimeSpan Pause, int Collections) Own() =>
        (new ServiceProcess(Environment.ProcessId).Use(), GC.GetTotalPauseDuration(), GC.CollectionCount(0));

    private static GeneratorUse Difference((ProcessUse? Use, TimeSpan Pause, int Collections) before, (ProcessUse? Use, TimeSpan Pause, int Collections) after) => new(
        Math.Round((after.Use?.CpuSeconds - before.Use?.CpuSeconds) ?? 0, 2), Math.Round((after.Use?.PeakBytes ?? 0) / 1048576.0, 1),
        Math.Round((after.Pause - before.Pause).TotalMilliseconds, 1), after.Collections - before.Collections);

    private static string Machine()
    {
        var load = File.Exists("/proc/loadavg") ? $", load {File.ReadAllText("/proc/loadavg").Split(' ')[0]} at the end" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}{load}");
    }
}
