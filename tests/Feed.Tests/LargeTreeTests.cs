using System.Text.Json;
using GridGrains.Gateway;

namespace GridGrains.Feed.Tests;

/// <summary>Trees as large as a city of five million has: 15,000 grids.</summary>
public sealed class LargeTreeTests
{
    private const int Grids = 15_000;
    private static readonly PlaceId[] Places = [Town.Root, .. Enumerable.Range(1, Grids).Select(n => PlaceId.Parse($"town.g{n}"))];
    private static readonly TreeKey Key = new(Town.Key(Town.Root), 1, [Town.ColumnNamed("tests.tubes")]);

    [Fact]
    public void Options_AsTheyAre_HaveRoomForACity() => Assert.True(new FeedOptions().MaxTreeRows > Grids * 1.2);

    [Fact]
    public void Write_SinceAChange_HasTheRowsChangedAfterItInTheOrderOfTheTree()
    {
        var rows = Full(Places);
        var before = rows.LastChange;

        foreach (var n in new[] { 9000, 20, 9000, 7 })
            rows.Take(Town.At(Places[n], 2 + rows.LastChange));

        Assert.Equal([Places[7].Value, Places[20].Value, Places[9000].Value], Written(rows, before));
        Assert.Equal([Places[7].Value, Places[9000].Value], Written(rows, before + 2));
        Assert.Empty(Written(rows, rows.LastChange));
        Assert.Equal(Grids + 1, Written(rows, -1).Length);
    }

    [Fact]
    public void Write_AfterRowsHaveLeftTheTree_HasTheOthers()
    {
        var rows = Full(Places[..10]);
        var before = rows.LastChange;
        foreach (var n in new[] { 2, 5, 3, 8 })
            rows.Take(Town.At(Places[n], 2));

        rows.Expect(Places[..10].Where((_, n) => n is not (3 or 5 or 8)));
        rows.Take(Town.At(Places[4], 2));

        Assert.Equal([Places[2].Value, Places[4].Value], Written(rows, before));
        Assert.Equal([Places[4].Value], Written(rows, before + 4));
    }

    [Fact]
    public void Push_OfOneChangedRow_CostsTheSameInALargeTreeAsInASmallOne()
    {
        var (small, large) = (Full(Places[..100]), Full(Places));
        Cost(small);
        Cost(large);

        // Looking at every row would cost a hundred times as much. The least of many, for other work on the machine only adds.
        var least = (Small: long.MaxValue, Large: long.MaxValue);
        for (var i = 0; i < 40; i++)
            least = (Math.Min(least.Small, Cost(small)), Math.Min(least.Large, Cost(large)));

        Assert.True(least.Large < least.Small * 10, $"{least.Large} ticks in the large tree, {least.Small} in the small one");
    }

    private static TreeRows Full(PlaceId[] places)
    {
        var rows = new TreeRows(Key, _ => []);
        rows.Expect(places);
        foreach (var place in places)
            rows.Take(Town.At(place, 1));
        return rows;
    }

    private static long Cost(TreeRows rows)
    {
        var began = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < 50; i++)
        {
            var since = rows.LastChange;
            rows.Take(Town.At(Places[50], since + 2));
            HubPush.Of("tree", (rows, since), static (json, tree) => tree.rows.Write(json, tree.since));
        }
        return TimeProvider.System.GetTimestamp() - began;
    }

    private static string[] Written(TreeRows rows, long since)
    {
        var push = HubPush.Of("tree", (rows, since), static (json, tree) => tree.rows.Write(json, tree.since));
        using var document = JsonDocument.Parse(push.Argument);
        return [.. document.RootElement.GetProperty("rows").EnumerateArray().Select(row => row[0].GetString()!)];
    }
}
