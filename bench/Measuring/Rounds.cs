using System.Globalization;

namespace GridGrains.Bench.Measuring;

/// <summary>
/// Measures contenders in turn, the order turned round from round to round (A B, B A, A B), so that a machine that gets slower or faster
/// favours nobody. A run whose totals are not what was acknowledged is void and spoils its contender, not the others.
/// </summary>
internal static class Rounds
{
    /// <summary>Runs them.</summary>
    /// <param name="contenders">In the order of the first round.</param>
    /// <param name="rounds">Runs of each.</param>
    /// <param name="only">Keys of those to run; all if there is none.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<Findings> RunAsync(IReadOnlyList<Contender> contenders, int rounds, IReadOnlyCollection<string> only, CancellationToken cancellation)
    {
        if (only.FirstOrDefault(key => contenders.All(c => c.Key != key)) is { } unknown)
            throw new ArgumentException($"--only has '{unknown}'; there are {string.Join(", ", contenders.Select(c => c.Key))}.");
        var wanted = contenders.Where(c => only.Count == 0 || only.Contains(c.Key)).ToList();
        var findings = new Findings();
        foreach (var contender in wanted.Where(c => c.Unavailable is not null))
            findings.NotMeasured[contender.Name] = contender.Unavailable!;
        wanted.RemoveAll(c => c.Unavailable is not null);
        for (var round = 0; round < rounds; round++)
        {
            foreach (var contender in round % 2 == 0 ? wanted : Enumerable.Reverse(wanted))
                await RunAsync(contender, round, findings, cancellation);
        }
        return findings;
    }

    private static async Task RunAsync(Contender contender, int round, Findings findings, CancellationToken cancellation)
    {
        try
        {
            var row = await contender.MeasureAsync(cancellation) with { Round = round };
            findings.Runs.Add(row);
            var details = string.Join(", ", row.Details.Select(d => string.Create(CultureInfo.InvariantCulture, $"{d.Key} {d.Value:0.##}")));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{round + 1}. {contender.Name}: {row.Value:N2} {row.Unit} ({details})"));
        }
        catch (Exception e) when (e is InvalidDataException or IOException or InvalidOperationException)
        {
            findings.Void[contender.Name] = e.Message;
            Console.WriteLine($"{round + 1}. {contender.Name}: void, {e.Message}");
        }
    }
}

/// <summary>What rounds found.</summary>
internal sealed class Findings
{
    public List<Row> Runs { get; } = [];

    /// <summary>By name, why there is no row.</summary>
    public Dictionary<string, string> NotMeasured { get; } = [];

    /// <summary>By name, what was wrong with a run.</summary>
    public Dictionary<string, string> Void { get; } = [];

    /// <summary>Takes over those of others, measured under other names.</summary>
    public void Add(Findings others)
    {
        Runs.AddRange(others.Runs);
        foreach (var (name, why) in others.NotMeasured)
            NotMeasured[name] = why;
        foreach (var (name, why) in others.Void)
            Void[name] = why;
    }
}
