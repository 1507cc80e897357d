using System.Collections.Immutable;

namespace GridGrains.Faults;

/// <summary>
/// Makes reports as the field does, the same ones for the same seed: none to five observations, few subjects for many reports so that
/// they correct each other, values that retract, times that are late or equal.
/// </summary>
internal sealed class Reporting(int seed, IReadOnlyList<Ledger> ledgers)
{
    private const int Subjects = 30;
    private const int LateDays = 14;

    // One of each kind of measure: sum, subjects, atLeast, below, group.
    private static readonly ImmutableArray<(string Series, int Max)> Series =
        [("tests.sampled", 20), ("households.canvassed", 1), ("doorstep", 3), ("issues", 4), ("duty.cadre", 1), ("duty.medic", 1), ("control.persons", 500)];

    private static readonly DateTime Since = new(2022, 10, 6, 0, 0, 0, DateTimeKind.Utc);

    private readonly Random random = new(seed);

    /// <summary>What is reported.</summary>
    public static IEnumerable<string> SeriesCodes => Series.Select(s => s.Series);

    /// <summary>The next report.</summary>
    public Sending Next() => Make(Facts());

    /// <summary>The next one, to this ledger.</summary>
    public Sending NextFor(Ledger ledger) => Next() with { Ledger = ledger };

    /// <summary>One that the rules refuse, whatever is known already.</summary>
    public Sending NextUnlawful() => Make([new Fact("tests.unknown", "T1", 1, Since)]);

    /// <summary>The same id with something else under it.</summary>
    public static Sending Contradict(Sending sent) =>
        new(sent.Ledger, sent.ReportId, sent.Reporter, [.. sent.Facts, new Fact("tests.sampled", "contradiction", 1, Since)]);

    /// <summary>Which of so many.</summary>
    public int Choose(int most) => random.Next(most);

    /// <summary>True as often as this.</summary>
    public bool Happens(double share) => random.NextDouble() < share;

    private Sending Make(ImmutableArray<Fact> facts)
    {
        var id = new byte[16];
        random.NextBytes(id);
        return new(ledgers[random.Next(ledgers.Count)], new Guid(id), random.Next(Phones.Reporters), facts);
    }

    private ImmutableArray<Fact> Facts() => [.. Enumerable.Range(0, random.Next(6)).Select(_ => Next(Series[random.Next(Series.Length)]))];

    private Fact Next((string Series, int Max) of) => new(
        of.Series,
        $"S{random.Next(Subjects):00}",
        random.Next(4) == 0 ? 0 : random.Next(1, of.Max + 1),
        // Few different seconds, so that equal times are common; some with a fraction, as some devices send them.
        Since.AddDays(random.Next(LateDays)).AddSeconds(random.Next(40)).AddMilliseconds(random.Next(5) == 0 ? random.Next(1000) : 0));
}
