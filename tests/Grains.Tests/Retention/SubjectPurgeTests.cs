using FsCheck;
using FsCheck.Fluent;
using GridGrains.Grid;
using GridGrains.Journal;
using GridGrains.Recounting;
using GridGrains.Retention;
using Xunit;

namespace GridGrains.Grains.Tests.Retention;

public sealed class SubjectPurgeTests
{
    private static readonly Campaign Campaign = City.CityFacts.Campaign(Facts.Leaf.Campaign, "a");
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public Task Purge_OfAnyLedger_KeepsCountsVersionReceiptsAndHistory() => ForAllAsync(Facts.Days, async day =>
    {
        var journal = new MemoryJournal(day.Select((report, i) => Facts.Entry(report, i + 1)));
        var before = await ReplayAsync(journal, new());
        await SubjectPurge.RunAsync(journal, Facts.Leaf);
        var after = await ReplayAsync(journal, new());

        Assert.All(journal.Entries, entry => Assert.True(entry.Payload.IsEmpty));
        Assert.Empty(after.State.Winners());
        Assert.Equal((day.Count, day.Count), (after.Version, after.PurgedThrough));
        AssertSame(before, after, day);
    });

    [Fact]
    public Task Purge_Twice_KeepsTheSame() => ForAllAsync(Facts.Days, async day =>
    {
        var journal = new MemoryJournal(day.Select((report, i) => Facts.Entry(report, i + 1)));
        await SubjectPurge.RunAsync(journal, Facts.Leaf);
        var first = await journal.PurgedTotalsAsync(Facts.Leaf, Cancellation);
        await SubjectPurge.RunAsync(journal, Facts.Leaf);
        Assert.Equal(first, await journal.PurgedTotalsAsync(Facts.Leaf, Cancellation));
    });

    [Fact]
    public Task Purge_SavedAndWokenAgain_IsTheSameLedger() => ForAllAsync(Facts.Days, async day =>
    {
        var journal = new MemoryJournal(day.Select((report, i) => Facts.Entry(report, i + 1)));
        await SubjectPurge.RunAsync(journal, Facts.Leaf);
        var ledger = await ReplayAsync(journal, new());
        AssertSame(ledger, await ReplayAsync(journal, Saved(ledger)), day);
    });

    [Fact]
    public async Task Replay_StateSavedBeforeThePurge_BringsNoSubjectBack()
    {
        var journal = new MemoryJournal([Facts.Entry(Facts.Report(Facts.Sampled("T1", 10)), 1), Facts.Entry(Facts.Report(Facts.Sampled("T1", 7, 1)), 2)]);
        var saved = Saved(await ReplayAsync(journal, new()));
        await SubjectPurge.RunAsync(journal, Facts.Leaf);
        var ledger = await ReplayAsync(journal, saved);
        Assert.Empty(ledger.State.Winners());
        Assert.Equal(7, ledger.State.Counts.Of("tests.sampled"));
    }

    [Fact]
    public async Task Purge_AnEntryThatCameAfterAPurge_IsAddedToWhatWasKept()
    {
        var journal = new MemoryJournal([Facts.Entry(Facts.Report(Facts.Sampled("T1", 10)), 1)]);
        await SubjectPurge.RunAsync(journal, Facts.Leaf);
        journal.Entries.Add(Facts.Entry(Facts.Report(Facts.Sampled("T2", 5)), 2));
        Assert.Equal(15, (await ReplayAsync(journal, new())).State.Counts.Of("tests.sampled"));
        await SubjectPurge.RunAsync(journal, Facts.Leaf);
        Assert.Equal((2, 15), ((await ReplayAsync(journal, new())).Version, (await ReplayAsync(journal, new())).State.Counts.Of("tests.sampled")));
    }

    [Fact]
    public async Task Admit_AReportOfAPurgedLedger_IsKnownWithAnyBodyButOnlyToItsReporter()
    {
        var report = Facts.Report(Facts.Sampled("T1", 10), Facts.Sampled("T1", 9, -1));
        var journal = new MemoryJournal([Facts.Entry(report, 1)]);
        await SubjectPurge.RunAsync(journal, Facts.Leaf);
        var ledger = await ReplayAsync(journal, new());
        var again = ledger.Admit(report.ReportId, new([1, 2, 3], Facts.Reporter));
        Assert.Equal(new Receipt(report.ReportId, Facts.Leaf.Place, 1, ReportStatus.Duplicate, 1, 1), again.Receipt);
        Assert.Equal(new Admission(AdmissionKind.IdTaken), ledger.Admit(report.ReportId, new(Payload.Encode(report.Observations), "somebody else")));
    }

    [Fact]
    public Task Recount_OfAPurgedLedger_IsAsBefore() => ForAllAsync(Facts.Days, async day =>
    {
        var journal = new MemoryJournal(day.Select((report, i) => Facts.Entry(report, i + 1)));
        var before = await Recount.OfAsync(journal, Facts.Leaf);
        await SubjectPurge.RunAsync(journal, Facts.Leaf);
        var after = await Recount.OfAsync(journal, Facts.Leaf);
        Assert.Equal((before.Reports, before.Counts), (after.Reports, after.Counts));
    });

    [Fact]
    public Task History_OfAPurgedLedger_IsAsBeforeToTheSecond() => ForAllAsync(Facts.Days, async day =>
    {
        var journal = new MemoryJournal(day.Select((report, i) => Facts.Entry(report, i + 1)));
        var before = await HistoryAsync(journal);
        await SubjectPurge.RunAsync(journal, Facts.Leaf);
        Assert.Equal(before, await HistoryAsync(journal));
    });

    private static async Task<List<HistoryPoint>> HistoryAsync(MemoryJournal journal)
    {
        Assert.True(Catalogue.Current.TryGetCount("tests.sampled", out var count));
        var second = TimeSpan.FromSeconds(1);
        return [.. await JournalHistory.ReadAsync(journal, Facts.Leaf, count, Campaign, second, Facts.Start, Facts.Start + (100 * second))];
    }

    private static Task<GridLedger> ReplayAsync(MemoryJournal journal, SavedGrid saved) =>
        GridReplay.LoadAsync(Facts.Leaf, Campaign, saved, journal, Cancellation);

    private static SavedGrid Saved(GridLedger ledger) =>
        new() { Sequence = ledger.Version, LastReportId = ledger.LastReportId, Ledger = GridLedgerFormat.Write(ledger) };

    private static void AssertSame(GridLedger one, GridLedger other, List<Report> day)
    {
        Assert.Equal((one.Version, one.LastReportId, one.LastReportAt), (other.Version, other.LastReportId, other.LastReportAt));
        Assert.Equal(one.State.Counts.ToArray(), other.State.Counts.ToArray());
        Assert.Equal(one.History.Changes.Order(), other.History.Changes.Order());
        foreach (var report in day)
        {
            var fingerprint = new Fingerprint(Payload.Encode(report.Observations), Facts.Reporter);
            Assert.Equal(AdmissionKind.Known, other.Admit(report.ReportId, fingerprint).Kind);
            Assert.Equal(one.Admit(report.ReportId, fingerprint), other.Admit(report.ReportId, fingerprint));
        }
    }

    private static async Task ForAllAsync<T>(Gen<T> cases, Func<T, Task> fact)
    {
        foreach (var one in cases.Sample(100, 50))
            await fact(one);
    }
}
