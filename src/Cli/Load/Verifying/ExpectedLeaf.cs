namespace GridGrains.Cli;

/// <summary>What a leaf must say after all that it acknowledged, worked out from what was sent and nothing else: of each subject the latest observation.</summary>
internal sealed class ExpectedLeaf
{
    private readonly Lock gate = new();
    private readonly Winner[][] winners = [.. LoadSeries.All.Select(_ => Array.Empty<Winner>())];

    /// <summary>Different reports that it acknowledged.</summary>
    public long Reports { get; private set; }

    /// <summary>The greatest sequence that it answered.</summary>
    public long LastSequence { get; private set; }

    /// <summary>A report was acknowledged for the first time.</summary>
    public void Acknowledge(LoadReport report, long sequence)
    {
        lock (gate)
        {
            Reports++;
            LastSequence = Math.Max(LastSequence, sequence);
            for (var i = 0; i < report.Observations.Length; i++)
                Apply(report.Observations[i], report.At + i);
        }
    }

    /// <summary>Adds its counts to others.</summary>
    public void AddTo(Dictionary<string, long> counts)
    {
        lock (gate)
        {
            foreach (var series in LoadSeries.All)
            {
                var (sum, subjects) = (0L, 0L);
                foreach (var winner in winners[series.Index])
                {
                    sum += winner.Value;
                    subjects += winner.Value > 0 ? 1 : 0;
                }
                foreach (var count in series.Sums)
                    counts[count] = counts.GetValueOrDefault(count) + sum;
                foreach (var count in series.Tallies)
                    counts[count] = counts.GetValueOrDefault(count) + subjects;
            }
        }
    }

    // Subjects are numbered from 0 in the order of their first report, so an array is all that is needed.
    private void Apply(LoadObservation observation, int at)
    {
        ref var of = ref winners[observation.Series.Index];
        if (observation.Subject >= of.Length)
            Array.Resize(ref of, Math.Max(observation.Subject + 1, of.Length * 3 / 2));
        // A time that is 0 is that of nobody yet.
        if (at + 1 > of[observation.Subject].At)
            of[observation.Subject] = new Winner(at + 1, observation.Value);
    }

    private readonly record struct Winner(int At, int Value);
}
