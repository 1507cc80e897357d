using FsCheck;
using FsCheck.Fluent;
using GridGrains.Grid;
using GridGrains.Journal;
using GridGrains.Recounting;
using Xunit;

namespace GridGrains.Grains.Tests.Recounting;

public sealed class RecountTests
{
    [Fact]
    public void Counts_OfManyLeaves_AreTheSumOfTheirLedgers() =>
        Prop.ForAll(Gen.ListOf(Facts.Days).ToArbitrary(), leaves =>
        {
            var recount = new Recount();
            var sum = new long[Catalogue.Current.Counts.Length];
            foreach (var (day, index) in leaves.Select((day, index) => (day, index)))
            {
                var ledger = new GridLedger(new("c", PlaceId.Parse($"a.g{index}")), Catalogue.Current, at => at);
                foreach (var (report, sequence) in day.Select((report, i) => (report, i + 1)))
                {
                    var entry = new JournalEntry(ledger.Key, sequence, report.ReportId, "x", Facts.Start, Payload.Encode(report.Observations));
                    ledger.Replay(entry);
                    recount.Add(entry);
                }
                for (var i = 0; i < sum.Length; i++)
                    sum[i] += ledger.State.Counts[i];
            }
            return recount.Counts.Equals(CountVector.Copy(sum)) && recount.Reports == leaves.Sum(day => day.Count);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Differences_OneCountOff_IsNamed()
    {
        var difference = Assert.Single(Comparison.Differences(
            Comparison.Confirmable(Facts.Vector(("tests.sampled", 11), ("grids.reported_today", 1))), Facts.Vector(("tests.sampled", 10))));
        Assert.Equal(new CountDifference("tests.sampled", 11, 10), difference);
    }
}
