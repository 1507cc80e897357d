using GridGrains.Journal;
using Xunit;

namespace GridGrains.Grains.Tests.Journal;

public sealed class PurgedReportsTests
{
    [Fact]
    public void ToJson_NamesCountsOnceAndHasARowForEachReport()
    {
        var kept = new PurgedReports();
        kept.Add(new(9, 1, [Change("tests.sampled", 120)]));
        kept.Add(ReportEffect.None);
        Assert.Equal("""{"counts":["tests.sampled"],"reports":[[9,1,0,120],[0,0]]}""", kept.ToJson());
    }

    [Fact]
    public void Parse_OfWhatWasWritten_GivesTheSameEffects()
    {
        var kept = new PurgedReports();
        kept.Add(new(9, 1, [Change("tests.sampled", 120), Change("tests.tubes", 9)]));
        kept.Add(new(1, 0, [Change("tests.sampled", -3)]));
        var read = PurgedReports.Parse(kept.ToJson());
        Assert.Equal(2, read.Through);
        for (var sequence = 1; sequence <= 2; sequence++)
            Assert.Equal(Text(kept[sequence]), Text(read[sequence]));
        Assert.Equal(ReportEffect.None, read[3]);
    }

    [Fact]
    public void Parse_ACountOfALaterBuild_IsLeftOut() => Assert.Equal(
        [Change("tests.sampled", 5)], PurgedReports.Parse("""{"counts":["of.later","tests.sampled"],"reports":[[1,0,0,7,1,5]]}""")[1].Changes);

    private static CountChange Change(string code, long by) =>
        Catalogue.Current.TryGetCount(code, out var count) ? new(count.Index, by) : throw new ArgumentException(code);

    private static string Text(ReportEffect effect) => $"{effect.Applied} {effect.Superseded} {string.Join(' ', effect.Changes.Order(Comparer<CountChange>.Create((a, b) => a.Count.CompareTo(b.Count))))}";
}
