using System.Collections.Immutable;
using System.Text;
using BenchmarkDotNet.Attributes;
using GridGrains.Area;
using GridGrains.Gateway;
using GridGrains.Grid;
using GridGrains.Journal;

namespace GridGrains.Micro;

/// <summary>What is done for a report of ten observations on its way, step by step, with what each step allocates.</summary>
public class ReportPath
{
    private const int Observations = 10;
    private const int Grids = 10;
    private const int Round = 1_000;
    private static readonly DateTime At = new(2022, 10, 6, 9, 12, 31, DateTimeKind.Utc);

    private readonly AreaState area = new(PlaceId.Parse("city.v"), Catalogue.Current);
    private byte[] body = [];
    private byte[] payload = [];
    private Report report = null!;
    private GridState known = null!;
    private GridState growing = null!;
    private ImmutableArray<Observation>[] fresh = [];
    private PlaceCounts[] counts = [];
    private int next;
    private int grown;
    private long version;

    /// <summary>What all of them need.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        body = Encoding.UTF8.GetBytes(
            $$"""{"reportId":"{{Guid.CreateVersion7()}}","observations":[{{string.Join(',', Enumerable.Range(0, Observations).Select(n => $$"""{"series":"tests.sampled","subject":"T{{n:D12}}","value":10,"at":"2022-10-06T09:12:31Z"}"""))}}]}""");
        report = ReportReader.Read(body, At).Report!;
        payload = Payload.Encode(report.Observations);
        known = new GridState(Catalogue.Current);
        growing = new GridState(Catalogue.Current);
        // Of one grid, and so many that it grows to what a grid has on a day.
        fresh = [.. Enumerable.Range(0, Round).Select(r => Enumerable.Range(0, Observations)
            .Select(n => new Observation("tests.sampled", $"T{(r * Observations) + n:D12}", 10, At)).ToImmutableArray())];
        var vector = CountVector.Copy(new long[Catalogue.Current.Counts.Length]);
        counts = [.. Enumerable.Range(0, Grids).Select(n => new PlaceCounts(PlaceId.Parse($"city.v.g{n}"), 0, At, vector))];
        area.Expect(counts.Select(c => c.Place));
    }

    /// <summary>The gateway reads the body, strictly.</summary>
    [Benchmark(Description = "parse a report")]
    public object? Parse() => ReportReader.Read(body, At).Report;

    /// <summary>The leaf writes what the journal keeps.</summary>
    [Benchmark(Description = "serialise for the journal")]
    public byte[] Encode() => Payload.Encode(report.Observations);

    /// <summary>A leaf that wakes reads it again.</summary>
    [Benchmark(Description = "read from the journal")]
    public int Decode() => Payload.Decode(payload).Length;

    /// <summary>The leaf counts subjects that it has not seen.</summary>
    [Benchmark(Description = "apply, new subjects")]
    public int ApplyNew()
    {
        if (grown == Round)
            (growing, grown) = (new GridState(Catalogue.Current), 0);
        return growing.Apply(report.ReportId, fresh[grown++].AsSpan()).Applied;
    }

    /// <summary>The leaf counts subjects that it knows.</summary>
    [Benchmark(Description = "apply, known subjects")]
    public int ApplyKnown() => known.Apply(report.ReportId, report.Observations.AsSpan()).Applied;

    /// <summary>The area above takes a child's counts.</summary>
    [Benchmark(Description = "merge a child's counts")]
    public bool Merge()
    {
        var child = counts[next++ % Grids];
        return area.Merge(child with { Version = ++version });
    }

    /// <summary>The gateway writes the receipt.</summary>
    [Benchmark(Description = "serialise a receipt")]
    public byte[] WriteReceipt() => JsonBytes.Of(
        new Receipt(report.ReportId, counts[0].Place, 1, ReportStatus.Recorded, Observations, 0), static (json, r) => ReceiptWriter.Write(json, r));

    /// <summary>The gateway writes a snapshot, once for all that watch.</summary>
    [Benchmark(Description = "serialise a snapshot")]
    public byte[] WriteSnapshot() => SnapshotWriter.ToBytes("bench", null, null, counts[0]);
}
