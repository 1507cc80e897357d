using GridGrains.Public;
using Xunit;

namespace GridGrains.Grains.Tests.Public;

/// <summary>What the public view hides stays hidden, whatever else it shows and however often.</summary>
public sealed class PublicTallyTests
{
    private const int Views = 12;

    // A town of three villages, one of them with two areas below it; every area has leaves of its own, if only a desk.
    private static readonly (string Area, string? Parent)[] Tree =
        [("t", null), ("t.a", "t"), ("t.b", "t"), ("t.c", "t"), ("t.c.x", "t.c"), ("t.c.y", "t.c")];

    [Fact]
    public void Everything_EverShown_NarrowsNoHiddenNumber()
    {
        var hidden = 0;
        for (var seed = 0; seed < 1_000; seed++)
        {
            var attacker = new Attacker(Tree);
            var truth = Run(Growth(new Random(seed)), PublicTallyOf, attacker, (_, tens) => (tens, tens + 9));
            foreach (var (view, area, total, part) in attacker.Solve())
            {
                var said = $"run {seed}, view {view}, {area}";
                hidden += Check(said + " alone", truth[view][area], part) + Check(said + " with all below", Sum(truth[view], area), total);
            }
        }
        Assert.InRange(hidden, 10_000, int.MaxValue);

        static int Check(string said, long exact, (long Least, long Most) left)
        {
            Assert.True(left.Least <= exact && exact <= left.Most, $"{said}: the attacker is wrong, {left} and not {exact}");
            var isHidden = exact is > 0 and < 10;
            Assert.True(!isHidden || (left.Least <= 1 && left.Most >= 9), $"{said}: it is {exact}, and only {left} is left");
            return isHidden ? 1 : 0;
        }
    }

    // The rule that is easily thought of: every number by itself rounded down to tens. Its attacker wins, so the fact above can fail.
    [Fact]
    public void NumbersRoundedEachForItself_GiveHiddenOnesAway()
    {
        var attacker = new Attacker(Tree);
        var growth = new[] { Tree.Select(t => t.Area is "t" or "t.c" ? 0 : 9).ToArray(), [0, 1, 0, 0, 0, 0] };
        Run(
            growth,
            exact => Tree.ToDictionary(t => t.Area, t => (Shown: Sum(exact, t.Area) / 10 * 10, Margin: 10L)),
            attacker,
            (area, _) => (0, area is "t" or "t.c" ? 0 : Attacker.Most));
        Assert.Contains(attacker.Solve(), s => s.Total is { Least: > 1, Most: 9 });
    }

    [Fact]
    public void AnArea_ShowsTheTensOfItsPartsAndSaysHowMuchMayBeMissing()
    {
        var shown = PublicTallyOf(new() { ["t"] = 3, ["t.a"] = 27, ["t.b"] = 9, ["t.c"] = 0, ["t.c.x"] = 10, ["t.c.y"] = 15 });
        Assert.Equal((40, 60), shown["t"]);
        Assert.Equal((20, 10), shown["t.a"]);
        Assert.Equal((0, 10), shown["t.b"]);
        Assert.Equal((20, 30), shown["t.c"]);
    }

    // The proof in one sentence: whoever has another number within the same tens gives the same view, to the last digit.
    [Fact]
    public void AnyNumberWithinTheSameTens_GivesTheSameView()
    {
        var random = new Random(1);
        for (var i = 0; i < 2_000; i++)
        {
            var one = Named([.. Tree.Select(_ => random.Next(60))]);
            var changed = Tree[random.Next(Tree.Length)].Area;
            var other = new Dictionary<string, long>(one) { [changed] = (one[changed] / 10 * 10) + random.Next(10) };
            Assert.Equal(PublicTallyOf(one), PublicTallyOf(other));
        }
    }

    [Fact]
    public void PublicCounts_AreAtMostOneOfEachSeriesAndOfNoGroup()
    {
        Assert.All(PublicCounts.All, count => Assert.NotNull(count.Series));
        Assert.Distinct(PublicCounts.All.Select(count => count.Series));
        Assert.All(PublicCounts.All, count => Assert.DoesNotContain(count.Code.Split('.')[0], (IEnumerable<string>)["duty", "isolation", "control", "arrivals", "teams", "muster"]));
        Assert.All(PublicCounts.All, count => Assert.DoesNotContain("positive", count.Code, StringComparison.Ordinal));
    }

    // Mostly small steps, so that numbers stay near where they change hands.
    private static int[][] Growth(Random random) =>
        [.. Enumerable.Range(0, Views).Select(_ => Tree.Select(_ => random.Next(15) switch
        {
            < 6 => 0,
            < 12 => random.Next(1, 4),
            < 14 => random.Next(4, 13),
            _ => random.Next(13, 200),
        }).ToArray())];

    private static List<Dictionary<string, long>> Run(
        int[][] growth,
        Func<Dictionary<string, long>, Dictionary<string, (long Shown, long Margin)>> show,
        Attacker attacker,
        Func<string, long, (long Least, long Most)> part)
    {
        var truth = new List<Dictionary<string, long>>();
        var now = Named(new int[Tree.Length]);
        foreach (var step in growth)
        {
            now = Tree.Select((t, i) => (t.Area, Value: now[t.Area] + step[i])).ToDictionary(t => t.Area, t => t.Value);
            truth.Add(now);
            attacker.See(show(now), part);
        }
        return truth;
    }

    private static Dictionary<string, (long Shown, long Margin)> PublicTallyOf(Dictionary<string, long> exact)
    {
        var tally = new PublicTally(PlaceId.Parse("t"));
        foreach (var (area, value) in exact)
            tally.Add(PlaceId.Parse(area), [Counting(value / 2), Counting(value - (value / 2))]);
        return tally.ToAreas().ToDictionary(a => a.Place.Value, a => (a.Tens[0], a.Margin));
    }

    private static CountVector Counting(long value)
    {
        var values = new long[Catalogue.Current.Counts.Length];
        values[PublicCounts.All[0].Index] = value;
        return CountVector.Copy(values);
    }

    private static long Sum(Dictionary<string, long> exact, string area) =>
        exact.Where(e => e.Key == area || e.Key.StartsWith(area + ".", StringComparison.Ordinal)).Sum(e => e.Value);

    private static Dictionary<string, long> Named(int[] numbers) => Tree.Select((t, i) => (t.Area, Value: (long)numbers[i])).ToDictionary(t => t.Area, t => t.Value);
}
