using FsCheck;
using FsCheck.Fluent;
using GridGrains.Area;
using Xunit;

namespace GridGrains.Grains.Tests.Area;

public sealed class AreaStateTests
{
    private static readonly PlaceId Village = PlaceId.Parse("a.b");
    private static readonly PlaceId[] Grids = [.. Enumerable.Range(1, 4).Select(n => PlaceId.Parse($"a.b.g{n}"))];

    private static readonly Gen<PlaceCounts> Messages =
        from grid in Gen.Elements(Grids)
        from version in Gen.Choose(0, 20)
        from second in Gen.Choose(0, 2)
        select Message(grid, version, second);

    [Fact]
    public void Merge_AnyInterleavingAndRepetition_NewestOfEachChildStandsAndTheAreaIsTheirSum() =>
        Prop.ForAll(
            (from messages in Gen.ListOf(Messages)
             from order in Facts.Shuffled([.. messages, .. messages])
             select (messages, order)).ToArbitrary(),
            x =>
            {
                var area = New();
                var lastVersion = 0L;
                foreach (var message in x.order)
                {
                    area.Merge(message);
                    if (area.Version < lastVersion || !IsSumOfChildren(area))
                        return false;
                    lastVersion = area.Version;
                }
                var newest = x.messages.GroupBy(m => m.Place).Select(g => g.OrderBy(m => m.Version).ThenBy(m => m.AsOf).Last()).ToList();
                return area.Version == newest.Sum(m => m.Version)
                    && area.Counts.Of("tests.sampled") == newest.Sum(m => Sampled(m));
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Merge_OlderVersion_ChangesNothing()
    {
        var area = New();
        area.Merge(Message(Grids[0], 5));
        Assert.False(area.Merge(Message(Grids[0], 4)));
        Assert.Equal(5, area.Version);
    }

    [Fact]
    public void Merge_EqualVersionLaterTime_Stands()
    {
        var area = New();
        area.Merge(Message(Grids[0], 5, second: 1));
        Assert.True(area.Merge(new(Grids[0], 5, Facts.Start.AddSeconds(2), Facts.Vector(("grids.reported_today", 1)))));
        Assert.Equal((5, 1, 0), (area.Version, area.Counts.Of("grids.reported_today"), area.Counts.Of("tests.sampled")));
    }

    [Fact]
    public void Merge_SavedChild_IsCountedButNotHeard()
    {
        var area = New();
        area.Merge(Message(Grids[0], 5), heard: false);
        Assert.Equal((5, 0, 4), (area.Version, area.Heard, area.Expected));
        Assert.True(area.Merge(Message(Grids[0], 5)), "the same counts from the child itself are news: it was heard");
        Assert.Equal((5, 1), (area.Version, area.Heard));
    }

    [Fact]
    public void Merge_FirstAnswerBelowWhatWasSaved_Stands()
    {
        var area = New();
        area.Merge(Message(Grids[0], 9), heard: false);
        Assert.True(area.Merge(Message(Grids[0], 5)), "the journal was restored from a backup, and the saved state was not");
        Assert.Equal((5, 1), (area.Version, area.Heard));
        Assert.False(area.Merge(Message(Grids[0], 4)), "once heard, an older message is an older message");
    }

    [Fact]
    public void Merge_ChildThatHasNotHeardAllOfItsOwn_IsALowerBoundAndNotHeard()
    {
        var area = New();
        area.Merge(Message(Grids[0], 9), heard: false);
        Assert.False(area.Merge(Message(Grids[0], 5) with { ChildrenExpected = 3, ChildrenHeard = 2 }));
        Assert.Equal((9, 0), (area.Version, area.Heard));
        Assert.True(area.Merge(Message(Grids[0], 11) with { ChildrenExpected = 3, ChildrenHeard = 2 }));
        Assert.Equal((11, 0), (area.Version, area.Heard));
        Assert.True(area.Merge(Message(Grids[0], 10) with { ChildrenExpected = 3, ChildrenHeard = 3 }));
        Assert.Equal((10, 1), (area.Version, area.Heard));
    }

    [Fact]
    public void Merge_Desk_IsAChildFromItsFirstReportOn()
    {
        var area = New();
        area.Merge(Message(Village.Desk, 0));
        Assert.Equal(4, area.Expected);
        area.Merge(Message(Village.Desk, 1));
        Assert.Equal((5, 1), (area.Expected, area.Version));
    }

    [Fact]
    public void Expect_WithoutAChild_KeepsWhatItCounted()
    {
        var area = New();
        area.Merge(Message(Grids[0], 5));
        area.Merge(Message(Grids[1], 7));
        area.Expect(Grids[1..]);
        Assert.Equal((12, 4), (area.Version, area.Expected));
        area.Expect(Grids[2..]);
        Assert.Equal(Sampled(Message(Grids[0], 5)) + Sampled(Message(Grids[1], 7)), area.Counts.Of("tests.sampled"));
    }

    [Fact]
    public void TakeChanged_GivesEachChangeOnce()
    {
        var area = New();
        area.TakeChanged();
        area.Merge(Message(Grids[0], 5));
        area.Merge(Message(Grids[0], 6));
        Assert.Equal(6, Assert.Single(area.TakeChanged()).Version);
        Assert.Empty(area.TakeChanged());
    }

    [Fact]
    public void Saved_ThenRead_GivesTheSameCounts()
    {
        var area = New();
        area.Merge(Message(Grids[0], 5));
        area.Merge(Message(Village.Desk, 2));
        var restored = New();
        Assert.True(AreaFormat.TryRead(AreaFormat.Write(area, new()), restored, new()));
        Assert.Equal((area.Version, area.Expected), (restored.Version, restored.Expected));
        Assert.True(area.Counts.SequenceEqual(restored.Counts));
        Assert.Equal(0, restored.Heard);
    }

    private static AreaState New()
    {
        var area = new AreaState(Village, Catalogue.Current);
        area.Expect(Grids);
        return area;
    }

    // A leaf's counts follow from its version, as they do from a journal.
    private static PlaceCounts Message(PlaceId grid, int version, int second = 0) =>
        new(grid, version, Facts.Start.AddSeconds(second), Facts.Vector(("tests.sampled", version * 10)));

    private static long Sampled(PlaceCounts counts) => counts.Counts.AsSpan().Of("tests.sampled");

    private static bool IsSumOfChildren(AreaState area) =>
        area.Counts.Of("tests.sampled") == area.Children.Sum(Sampled) && area.Version == area.Children.Sum(c => c.Version);
}
