namespace GridGrains.Cli;

/// <summary>How much is reported, and when.</summary>
/// <param name="Observations">Observations of the whole run.</param>
/// <param name="Length">From its beginning to its end; where nothing waits, in which order calls are made.</param>
/// <param name="Curve">How they are spread over it.</param>
internal sealed record Workload(long Observations, TimeSpan Length, DayCurve Curve);

/// <summary>Every call of the run in the order in which it is due. A call is due when it is, whatever became of those before it.</summary>
internal sealed class Schedule
{
    private const int CallsOfABatch = 20;
    private const int LateBoundaries = 8;
    private const double RepeatedWithinMicroseconds = 2_000_000;

    private readonly DayPlan plan;
    private readonly DayMix mix;
    private readonly Workload workload;
    private readonly Probes probes;
    private readonly int seed;
    private readonly Lock gate = new();
    private readonly PriorityQueue<Dispatch, (long Due, int Number)> waiting = new();
    private readonly List<LoadReport> bulk = [];
    private readonly List<LoadReport> late = [];
    private readonly List<LoadObservation> scratch = [];
    private long planned;
    private int number;
    private int calls;
    private double lateUntil;
    private bool ended;

    public Schedule(DayPlan plan, DayMix mix, Workload workload, Probes probes, int seed)
    {
        (this.plan, this.mix, this.workload, this.probes, this.seed) = (plan, mix, workload, probes, seed);
        lateUntil = 1.0 / LateBoundaries;
    }

    /// <summary>The call that is due next; null when there is none any more.</summary>
    public Dispatch? Next()
    {
        lock (gate)
        {
            while (!ended && !(waiting.TryPeek(out var first, out _) && first.Due <= DueNow()))
                Plan();
            return waiting.TryDequeue(out var next, out _) ? next : null;
        }
    }

    /// <summary>Plans nothing more and forgets what is waiting.</summary>
    public void Stop()
    {
        lock (gate)
        {
            ended = true;
            waiting.Clear();
        }
    }

    private double Share => (double)planned / workload.Observations;

    private long DueNow() => DueAt(Share);

    private long DueAt(double share) => (long)(workload.Curve.At(Math.Min(1, share)) * workload.Length.TotalMicroseconds);

    private static int MillisecondOfDay(long due, TimeSpan length) => (int)(due / length.TotalMicroseconds * DayCurve.Length.TotalMilliseconds);

    private void Plan()
    {
        var due = DueNow();
        if (Share >= lateUntil)
        {
            ReleaseLate();
            lateUntil += 1.0 / LateBoundaries;
        }
        if (planned >= workload.Observations)
        {
            ReleaseLate();
            Release(bulk, due);
            ended = true;
            return;
        }
        if (probes.Due(due) is { } probe)
        {
            var told = plan.Extra(probe.Leaf, MillisecondOfDay(probe.Due, workload.Length), new LoadObservation(probe.Series, 0, probe.Number));
            Enqueue(new Dispatch(probe.Due, Way.Rest, [told]));
            return;
        }
        var report = plan.Next(MillisecondOfDay(due, workload.Length), scratch);
        planned += report.Observations.Length;
        Direct(report, due);
        number++;
    }

    private void Direct(LoadReport report, long due)
    {
        var chance = Chance.Share(seed, number);
        if (chance < mix.Late)
        {
            late.Add(report);
            if (late.Count == CallsOfABatch)
                ReleaseLate();
        }
        else if (chance < mix.Late + mix.Bulk)
        {
            bulk.Add(report);
            if (bulk.Count >= 2 + (Chance.Of(seed, number, 3) % (CallsOfABatch - 1)))
                Release(bulk, due);
        }
        else
        {
            Enqueue(new Dispatch(due, chance < mix.Late + mix.Bulk + mix.Hub ? Way.Hub : Way.Rest, [report]));
            if (Chance.Share(seed, number, 1) < mix.Repeated)
            {
                var again = due + (long)(Chance.Share(seed, number, 2) * RepeatedWithinMicroseconds);
                Enqueue(new Dispatch(Math.Min(again, DueAt(1)), Way.Rest, [report], IsRepeat: true));
            }
        }
    }

    private void ReleaseLate() => Release(late, DueAt(lateUntil));

    private void Release(List<LoadReport> reports, long due)
    {
        if (reports.Count > 0)
            Enqueue(new Dispatch(due, Way.Bulk, [.. reports]));
        reports.Clear();
    }

    // A repeat keeps the time at which its report was due first.
    private void Enqueue(Dispatch call)
    {
        if (!call.IsRepeat)
        {
            foreach (var report in call.Reports)
                report.Due = call.Due;
        }
        waiting.Enqueue(call, (call.Due, calls++));
    }
}
