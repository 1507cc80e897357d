using FsCheck;
using FsCheck.Fluent;
using GridGrains.Journal;

namespace GridGrains.Grains.Tests;

/// <summary>What the facts are made of.</summary>
internal static class Facts
{
    public static readonly DateTime Start = new(2022, 10, 6, 0, 0, 0, DateTimeKind.Utc);

    public const string Reporter = "somebody";

    public static readonly LedgerKey Leaf = new("test", PlaceId.Parse("a.b.c"));

    // Few series, subjects and moments, so that observations meet; stages, sums and a group are among the series.
    private static readonly string[] SeriesCodes = ["tests.sampled", "issues", "shortages", "duty.cadre", "duty.medic", "tests.positive"];

    public static Gen<Observation> Observations { get; } =
        from series in Gen.Elements(SeriesCodes)
        from subject in Gen.Choose(0, 5)
        from value in Gen.Choose(0, Catalogue.Current.TryGetSeries(series, out var found) ? (int)found.Max : 0)
        from second in Gen.Choose(0, 20)
        select new Observation(series, $"s{subject}", value, Start.AddSeconds(second));

    public static Gen<Report> Reports { get; } =
        from id in ArbMap.Default.GeneratorFor<Guid>()
        from observations in Gen.ListOf(Observations)
        select new Report(id, [.. observations]);

    public static Gen<List<Report>> Days { get; } =
        from reports in Gen.ListOf(Reports) select reports.DistinctBy(r => r.ReportId).ToList();

    public static Gen<T[]> Shuffled<T>(IReadOnlyList<T> items) => Gen.Shuffle([.. items]).Select(shuffled => shuffled.ToArray());

    public static Report Report(params Observation[] observations) => new(Guid.NewGuid(), [.. observations]);

    public static Observation Sampled(string subject, long value, int second = 0) => new("tests.sampled", subject, value, Start.AddSeconds(second));

    public static long Of(this ReadOnlySpan<long> counts, string code) =>
        Catalogue.Current.TryGetCount(code, out var count) ? CountVector.Copy(counts)[count.Index] : throw new ArgumentException(code);

    public static CountVector Vector(params (string Code, long Value)[] counts)
    {
        var values = new long[Catalogue.Current.Counts.Length];
        foreach (var (code, value) in counts)
            values[Catalogue.Current.TryGetCount(code, out var count) ? count.Index : throw new ArgumentException(code)] = value;
        return CountVector.Copy(values);
    }

    public static JournalEntry Entry(Report report, long sequence) =>
        new(Leaf, sequence, report.ReportId, Reporter, Start.AddSeconds(sequence), Payload.Encode(report.Observations));
}
