using System.Collections.Immutable;

namespace GridGrains.Feed.Tests;

/// <summary>A ledger that says what a test tells it to say. It keeps leases as a grain would, until it loses them.</summary>
internal sealed class FakePlace(LedgerKey key) : IGridGrain, IAreaGrain
{
    private readonly Lock gate = new();
    private readonly Dictionary<IPlaceObserver, bool> leases = [];
    private PlaceFamily state = new(new PlaceCounts(key.Place, 0, DateTime.UnixEpoch, CountVector.Zero), []);
    private int watches;
    private int unwatches;

    public LedgerKey Key { get; } = key;

    public int Watches => Volatile.Read(ref watches);

    public int Unwatches => Volatile.Read(ref unwatches);

    public bool IsWatched
    {
        get
        {
            lock (gate)
                return leases.Count > 0;
        }
    }

    public bool IsWatchedWithChildren
    {
        get
        {
            lock (gate)
                return leases.ContainsValue(true);
        }
    }

    /// <summary>Answers are as this says, instead of at once.</summary>
    public Func<Task> BeforeAnswer { get; set; } = static () => Task.CompletedTask;

    /// <summary>The same for giving a lease back.</summary>
    public Func<Task> BeforeUnwatching { get; set; } = static () => Task.CompletedTask;

    public Func<Report, string, ReportAnswer> OnReport { get; set; } =
        (report, _) => ReportAnswer.Counted(new Receipt(report.ReportId, key.Place, 1, ReportStatus.Recorded, report.Observations.Length, 0));

    /// <summary>What it answers from now on, told to nobody.</summary>
    public void Set(PlaceFamily to)
    {
        lock (gate)
            state = to;
    }

    /// <summary>What it answers from now on, told to those who watch.</summary>
    public void Tell(PlaceFamily to)
    {
        IPlaceObserver[] told;
        lock (gate)
        {
            state = to with { Children = to.Children.IsEmpty ? state.Children : Merge(state.Children, to.Children) };
            told = [.. leases.Keys];
        }
        foreach (var observer in told)
            observer.Changed(Key.Campaign, to);
    }

    /// <summary>Forgets who watches, as after a crash.</summary>
    public void LoseLeases()
    {
        lock (gate)
            leases.Clear();
    }

    public async Task<PlaceFamily> Watch(IPlaceObserver observer, bool withChildren)
    {
        Interlocked.Increment(ref watches);
        await BeforeAnswer();
        lock (gate)
        {
            leases[observer] = withChildren;
            return withChildren ? state : state with { Children = [] };
        }
    }

    public async Task Unwatch(IPlaceObserver observer)
    {
        Interlocked.Increment(ref unwatches);
        await BeforeUnwatching();
        lock (gate)
            leases.Remove(observer);
    }

    public Task<ReportAnswer> Report(Report report, string reporter) => Task.FromResult(OnReport(report, reporter));

    public Task<PlaceCounts> Get() => throw new NotSupportedException();

    public Task<PlaceFamily> Children() => throw new NotSupportedException();

    public Task ChildChanged(PlaceCounts child) => throw new NotSupportedException();

    public Task ChildrenChanged(ImmutableArray<PlaceCounts> children) => throw new NotSupportedException();

    public Task Hold(TimeSpan span) => throw new NotSupportedException();

    public Task<ImmutableArray<Observation>?> Subjects(string? series, string? after, int limit) => throw new NotSupportedException();

    public Task<ImmutableArray<PostState>> Posts() => throw new NotSupportedException();

    public Task<PlaceCounts> CatchUp(long head) => Get();

    public Task<bool> PurgeSubjects() => throw new NotSupportedException();

    public Task<ImmutableArray<HistoryPoint>?> History(string count, TimeSpan step, DateTime from, DateTime to) => throw new NotSupportedException();

    private static ImmutableArray<PlaceCounts> Merge(ImmutableArray<PlaceCounts> before, ImmutableArray<PlaceCounts> changed) =>
        [.. before.Where(child => !changed.Any(newer => newer.Place == child.Place)), .. changed];
}

/// <summary>A city grain that has no news.</summary>
internal sealed class FakeCity : ICityGrain
{
    public Task<CityImage?> Get(long knownVersion) => Task.FromResult<CityImage?>(null);

    public Task<CityImage?> Follow(ICityObserver observer, long knownVersion) => Task.FromResult<CityImage?>(null);

    public Task<ImportOutcome> ImportPlaces(ImmutableArray<ImportRow<Place>> rows, bool dryRun, string by) => throw new NotSupportedException();

    public Task<ImportOutcome> ImportPosts(ImmutableArray<ImportRow<Post>> rows, bool dryRun, string by) => throw new NotSupportedException();

    public Task<ImportOutcome> PutCampaign(Campaign campaign, string by) => throw new NotSupportedException();

    public Task<ImportOutcome> PutEmergency(Campaign campaign, string plan, string by) => throw new NotSupportedException();

    public Task<ImportOutcome> MarkTask(string campaign, string task, bool done, string by) => throw new NotSupportedException();

    public Task<ImportOutcome> CloseCampaign(string campaign, string by) => throw new NotSupportedException();

    public Task<ChangeOutcome> Change(PlaceChange change, string by) => throw new NotSupportedException();

    public Task<ChangeOutcome> Undo(string change, string by) => throw new NotSupportedException();

    public Task<MadeChange?> FindChange(string change) => throw new NotSupportedException();

    public Task<ImmutableArray<MadeChange>> Changes(int limit) => throw new NotSupportedException();
}
