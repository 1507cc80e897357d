namespace GridGrains.Bench.Measuring;

/// <summary>A row that is to be shown: one contender against another, or by itself.</summary>
/// <param name="Own">Name of the contender.</param>
/// <param name="Peer">Name of what it is divided by; null if it stands by itself.</param>
/// <param name="Must">The least it must be; null if nothing is promised.</param>
/// <param name="Aim">What is aimed at.</param>
/// <param name="Most">Whether <paramref name="Must"/> and <paramref name="Aim"/> are the most it may be, as of a time.</param>
internal sealed record Comparison(string Own, string? Peer, double? Must = null, double? Aim = null, bool Most = false)
{
    /// <summary>The detail that says what service and database took of the processors for each observation.</summary>
    public const string CostDetail = "processorMicrosecondsPerObservation";

    /// <summary>The ratio within each round, and of these the median and the extremes; null if a run of one of them is void or missing.</summary>
    public Ratio? Of(Findings findings)
    {
        if (findings.Void.ContainsKey(Own) || (Peer is not null && findings.Void.ContainsKey(Peer)))
            return null;
        var own = findings.Runs.Where(r => r.Contender == Own).ToDictionary(r => r.Round);
        var peer = findings.Runs.Where(r => r.Contender == Peer).ToDictionary(r => r.Round);
        var ratios = own.Values.Where(r => Peer is null || peer.ContainsKey(r.Round))
            .Select(r => Peer is null ? r.Value : r.Value / peer[r.Round].Value).Order().ToList();
        if (ratios.Count == 0)
            return null;
        var median = Median(ratios);
        var costs = own.Values.Where(r => peer.ContainsKey(r.Round)).Select(r => Cost(r) / Cost(peer[r.Round])).OfType<double>().Order().ToList();
        var isReached = Must is not { } must ? (bool?)null : Most ? median <= must : median >= must;
        return new(
            Own, Peer, Peer is null ? own.Values.First().Unit : "x", Round(median), Round(ratios[0]), Round(ratios[^1]), ratios.Count, Must, Aim, isReached,
            costs.Count == 0 ? null : Round(Median(costs)));
    }

    /// <summary>The value in the middle, or between the two in the middle.</summary>
    public static double Median(IReadOnlyList<double> ordered) => (ordered[(ordered.Count - 1) / 2] + ordered[ordered.Count / 2]) / 2;

    private static double? Cost(Row row) => row.Details.TryGetValue(CostDetail, out var cost) && cost > 0 ? cost : null;

    // To three digits, however small.
    private static double Round(double value) =>
        value == 0 ? 0 : Math.Round(value, Math.Clamp(2 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 12));
}

/// <summary>A row as it is kept. <paramref name="Cost"/> is what it took of the processors for an observation against what the other took.</summary>
internal sealed record Ratio(
    string Own, string? Against, string Unit, double Median, double Least, double Greatest, int Rounds, double? Must, double? Aim, bool? IsReached, double? Cost);
