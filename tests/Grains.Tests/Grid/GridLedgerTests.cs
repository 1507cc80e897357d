using FsCheck;
using FsCheck.Fluent;
using GridGrains.Grid;
using GridGrains.Journal;
using Xunit;

namespace GridGrains.Grains.Tests.Grid;

public sealed class GridLedgerTests
{
    [Fact]
    public void Admit_PendingReport_IsNotCountedBeforeItsCommit()
    {
        var ledger = New();
        var report = Facts.Report(Facts.Sampled("T1", 10));
        var pending = Begin(ledger, report);
        Assert.Equal((0, 0), (ledger.Version, ledger.State.Counts.Of("tests.sampled")));
        Assert.Null(pending.Receipt);

        ledger.CommitThrough(pending.Sequence);
        Assert.Equal((1, 10), (ledger.Version, ledger.State.Counts.Of("tests.sampled")));
        Assert.Equal(new Receipt(report.ReportId, Facts.Leaf.Place, 1, ReportStatus.Recorded, 1, 0), pending.Receipt);
    }

    [Fact]
    public void Admit_SameReportTwice_AnswersItsFirstReceiptAgain()
    {
        var ledger = New();
        var report = Facts.Report(Facts.Sampled("T1", 10));
        ledger.CommitThrough(Begin(ledger, report).Sequence);
        ledger.CommitThrough(Begin(ledger, Facts.Report(Facts.Sampled("T1", 3, second: 9))).Sequence);

        var second = ledger.Admit(report.ReportId, Fingerprint(report));
        Assert.Equal(AdmissionKind.Known, second.Kind);
        Assert.Equal(new Receipt(report.ReportId, Facts.Leaf.Place, 1, ReportStatus.Duplicate, 1, 0), second.Receipt);
    }

    [Fact]
    public void Admit_SameReportWhileItWaits_WaitsWithIt()
    {
        var ledger = New();
        var report = Facts.Report(Facts.Sampled("T1", 10));
        var pending = Begin(ledger, report);
        Assert.Same(pending, ledger.Admit(report.ReportId, Fingerprint(report)).Pending);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Admit_SameIdWithAnotherBody_IsRefused(bool committed)
    {
        var ledger = New();
        var report = Facts.Report(Facts.Sampled("T1", 10));
        var pending = Begin(ledger, report);
        if (committed)
            ledger.CommitThrough(pending.Sequence);
        var other = report with { Observations = [Facts.Sampled("T1", 11)] };
        Assert.Equal(AdmissionKind.IdTaken, ledger.Admit(other.ReportId, Fingerprint(other)).Kind);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Admit_SameReportFromAnotherReporter_IsRefusedAsAnotherBodyIs(bool committed)
    {
        var ledger = New();
        var report = Facts.Report(Facts.Sampled("T1", 10));
        var pending = Begin(ledger, report);
        if (committed)
            ledger.CommitThrough(pending.Sequence);
        Assert.Equal(new Admission(AdmissionKind.IdTaken), ledger.Admit(report.ReportId, Fingerprint(report, "somebody else")));
    }

    [Fact]
    public void CommitThrough_LaterOneFirst_CountsInTheOrderOfTheSequence()
    {
        var ledger = New();
        var first = Begin(ledger, Facts.Report(Facts.Sampled("T1", 10, second: 1)));
        var second = Begin(ledger, Facts.Report(Facts.Sampled("T1", 4, second: 2)));
        ledger.CommitThrough(second.Sequence);
        Assert.Equal((1, 2), (first.Receipt!.Sequence, second.Receipt!.Sequence));
        Assert.Equal((1, 0), (first.Receipt.Applied, first.Receipt.Superseded));
        ledger.CommitThrough(first.Sequence);
        Assert.Equal((2, 4), (ledger.Version, ledger.State.Counts.Of("tests.sampled")));
    }

    [Fact]
    public void Replay_OfTheJournal_GivesTheSameLedger() =>
        Prop.ForAll(Facts.Days.ToArbitrary(), day =>
        {
            var (live, replayed) = (New(), New());
            foreach (var report in day)
            {
                live.CommitThrough(Begin(live, report).Sequence);
                replayed.Replay(Facts.Entry(report, live.Version));
            }
            return AreSame(live, replayed, day);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Saved_ThenReplayedFurther_GivesTheSameLedger() =>
        Prop.ForAll(
            (from day in Facts.Days from cut in Gen.Choose(0, 10) select (day, Math.Min(cut, day.Count))).ToArbitrary(),
            x =>
            {
                var (live, saved, restored) = (New(), New(), New());
                for (var i = 0; i < x.day.Count; i++)
                {
                    live.Replay(Facts.Entry(x.day[i], i + 1));
                    if (i < x.Item2)
                        saved.Replay(Facts.Entry(x.day[i], i + 1));
                }
                if (!GridLedgerFormat.TryRead(GridLedgerFormat.Write(saved), restored))
                    return false;
                for (var i = x.Item2; i < x.day.Count; i++)
                    restored.Replay(Facts.Entry(x.day[i], i + 1));
                return AreSame(live, restored, x.day);
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Replay_MissingEntry_IsRefused()
    {
        var ledger = New();
        ledger.Replay(Facts.Entry(Facts.Report(), 1));
        Assert.Throws<InvalidDataException>(() => ledger.Replay(Facts.Entry(Facts.Report(), 3)));
    }

    [Fact]
    public void TryRead_AnotherLayout_IsLeftToTheJournal() => Assert.False(GridLedgerFormat.TryRead([99, 1, 2, 3], New()));

    private static GridLedger New() => new(Facts.Leaf, Catalogue.Current, at => at);

    private static Fingerprint Fingerprint(Report report, string reporter = Facts.Reporter) => new(Payload.Encode(report.Observations), reporter);

    private static PendingReport Begin(GridLedger ledger, Report report)
    {
        Assert.Equal(AdmissionKind.New, ledger.Admit(report.ReportId, Fingerprint(report)).Kind);
        return ledger.Begin(report.ReportId, Fingerprint(report), report.Observations, Facts.Start.AddSeconds(ledger.Version + 1));
    }

    private static bool AreSame(GridLedger one, GridLedger other, List<Report> day) =>
        one.Version == other.Version
        && one.LastReportId == other.LastReportId
        && one.LastReportAt == other.LastReportAt
        && one.State.Counts.SequenceEqual(other.State.Counts)
        && one.State.Winners().SequenceEqual(other.State.Winners())
        && one.History.Changes.Order().SequenceEqual(other.History.Changes.Order())
        && day.All(r => one.Admit(r.ReportId, Fingerprint(r)) == other.Admit(r.ReportId, Fingerprint(r))
            && one.Admit(r.ReportId, Fingerprint(r)).Kind == AdmissionKind.Known);
}
