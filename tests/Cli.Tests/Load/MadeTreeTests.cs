using System.Text;

namespace GridGrains.Cli.Tests;

public sealed class MadeTreeTests
{
    [Theory]
    [InlineData(1, 2)]
    [InlineData(20_000, 4)]
    [InlineData(123_457, 5)]
    [InlineData(5_000_000, 5)]
    public void Tree_AnySize_HasAllPeople(long people, int depth)
    {
        var shape = Shape(people, depth, seed: 1);
        var tree = new MadeTree(shape, "load").Tree();
        Assert.Equal(people, tree.Leaves.Sum(leaf => leaf.Residents));
        Assert.Equal(shape.Grids, tree.Leaves.Length);
        Assert.All(tree.Leaves, leaf => Assert.Equal(depth - 1, leaf.Id.Count(c => c == '.')));
    }

    [Fact]
    public void PlacesCsv_SameSeed_IsTheSameAndAnotherSeedIsNot()
    {
        Assert.Equal(Csv(seed: 3), Csv(seed: 3));
        Assert.NotEqual(Csv(seed: 3), Csv(seed: 4));
        Assert.NotEqual(Shape(20_000, 4, 3).Name(), Shape(20_000, 4, 4).Name());
    }

    [Fact]
    public void PlacesCsv_Any_HasParentsBeforeTheirChildren()
    {
        var known = new HashSet<string>();
        foreach (var id in Csv(seed: 1).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(row => row.Split(',')[0]))
        {
            Assert.True(id == "load" || known.Contains(id[..id.LastIndexOf('.')]), id);
            Assert.True(known.Add(id), id);
        }
    }

    [Fact]
    public void Tree_Zipf_HasFewLargeGridsAndZeroHasEqualOnes()
    {
        var uneven = new MadeTree(Shape(100_000, 4, 1) with { Zipf = 1 }, "load").Tree().Leaves.Select(l => l.Residents).ToList();
        var even = new MadeTree(Shape(100_000, 4, 1) with { Zipf = 0 }, "load").Tree().Leaves.Select(l => l.Residents).ToList();
        Assert.True(uneven.Max() > 10 * uneven.Average());
        Assert.True(even.Max() - even.Min() <= 1);
    }

    [Fact]
    public void Tree_EachVillage_HasOneSiteWithAPost()
    {
        var villages = new MadeTree(Shape(20_000, 4, 1), "load").Tree().Leaves.GroupBy(l => l.Id[..l.Id.LastIndexOf('.')]);
        Assert.All(villages, village =>
        {
            var site = Assert.Single(village, leaf => leaf.Post is not null);
            Assert.All(village, leaf => Assert.Equal(site.Index, leaf.Site));
            Assert.Equal(village.Max(leaf => leaf.Residents), site.Residents);
        });
    }

    private static TreeShape Shape(long people, int depth, int seed) => new(people, depth, TreeShape.UsualFanout(people, depth), 0.5, seed);

    private static string Csv(int seed) => Encoding.UTF8.GetString(new MadeTree(Shape(20_000, 4, seed), "load").PlacesCsv());
}
