using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace GridGrains.Gateway.Tests;

/// <summary>Every leaf in one: remembers what it was told, and answers what a fact says.</summary>
internal sealed class TestGrid
{
    public ConcurrentQueue<(string Leaf, Report Report, string Reporter)> Reports { get; } = new();

    public Func<string, Report, Task<ReportAnswer>> Answer { get; set; } = Counted;

    public Func<string, PlaceCounts> Counts { get; set; } = key => Town.Counts(LedgerKey.Parse(key).Place.Value, 17, ("tests.sampled", 120));

    public ImmutableArray<HistoryPoint>? History { get; set; }

    public ImmutableArray<Observation>? Subjects { get; set; } = [];

    public Func<string, ImmutableArray<PostState>> Posts { get; set; } = _ => [];

    public (string? Series, string? After, int Limit) Asked { get; set; }

    public static Task<ReportAnswer> Counted(string leaf, Report report) => Task.FromResult(ReportAnswer.Counted(
        new Receipt(report.ReportId, LedgerKey.Parse(leaf).Place, 17, ReportStatus.Recorded, report.Observations.Length, 0)));

    public IGridGrain At(string key) => new Leaf(this, key);

    private sealed class Leaf(TestGrid grid, string key) : IGridGrain
    {
        public Task<ReportAnswer> Report(Report report, string reporter)
        {
            grid.Reports.Enqueue((key, report, reporter));
            return grid.Answer(key, report);
        }

        public Task<PlaceCounts> Get() => Task.FromResult(grid.Counts(key));

        public Task<ImmutableArray<Observation>?> Subjects(string? series, string? after, int limit)
        {
            grid.Asked = (series, after, limit);
            return Task.FromResult(grid.Subjects);
        }

        public Task<ImmutableArray<HistoryPoint>?> History(string count, TimeSpan step, DateTime from, DateTime to) => Task.FromResult(grid.History);

        public Task<ImmutableArray<PostState>> Posts() => Task.FromResult(grid.Posts(key));

        public Task<PlaceCounts> CatchUp(long head) => Get();

        public Task Hold(TimeSpan span) => throw new NotSupportedException();

        public Task<bool> PurgeSubjects() => throw new NotSupportedException();

        public Task<PlaceFamily> Watch(IPlaceObserver observer, bool withChildren) => Task.FromResult(new PlaceFamily(grid.Counts(key), []));

        public Task Unwatch(IPlaceObserver observer) => Task.CompletedTask;
    }
}
