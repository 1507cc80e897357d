namespace GridGrains.Cli;

/// <summary>What of a day is reported how; all shares are of all reports.</summary>
/// <param name="Bulk">Goes in bulk calls.</param>
/// <param name="Hub">Goes over the hub.</param>
/// <param name="Late">Is held by a device without network and sent with others later.</param>
/// <param name="Repeated">Is sent a second time.</param>
/// <param name="HotSites">Part of the people that are sampled at their village's sampling site and not in their grid.</param>
internal sealed record DayMix(double Bulk, double Hub, double Late, double Repeated, double HotSites);

/// <summary>A day's work at every leaf, and whose turn it is to report.</summary>
internal sealed class DayPlan
{
    private readonly int seed;
    private readonly LoadTree tree;
    private readonly LeafDay[] days;
    private readonly int[] turns;
    private readonly int[] sent;
    private int turn;

    /// <param name="tree">The places.</param>
    /// <param name="hotSites">As <see cref="DayMix.HotSites"/>.</param>
    /// <param name="seed">Chance.</param>
    public DayPlan(LoadTree tree, double hotSites, int seed)
    {
        (this.tree, this.seed) = (tree, seed);
        var people = tree.Leaves.Select(leaf => leaf.Residents).ToArray();
        foreach (var leaf in tree.Leaves.Where(leaf => leaf.Site != leaf.Index))
        {
            var atSite = (long)(leaf.Residents * hotSites);
            people[leaf.Index] -= atSite;
            people[leaf.Site] += atSite;
        }
        days = [.. tree.Leaves.Select(leaf => new LeafDay(leaf.Households, people[leaf.Index], leaf.Residents, seed ^ leaf.Index))];
        sent = new int[days.Length];
        turns = Turns();
        Observations = days.Sum(day => (long)day.Total);
    }

    /// <summary>Observations of one day.</summary>
    public long Observations { get; }

    /// <summary>The next report; after the last of a day comes the first of another one.</summary>
    /// <param name="at">Its time, in ms of the day.</param>
    /// <param name="scratch">Room to work in.</param>
    public LoadReport Next(int at, List<LoadObservation> scratch)
    {
        var leaf = turns[turn];
        turn = (turn + 1) % turns.Length;
        scratch.Clear();
        days[leaf].Take(ReportSize.Of(seed, leaf, sent[leaf]++), scratch);
        return new LoadReport(tree.Leaves[leaf], days[leaf].TimeOf(at, scratch.Count), [.. scratch]);
    }

    /// <summary>A report besides the day's work.</summary>
    public LoadReport Extra(LoadLeaf leaf, int at, LoadObservation observation) => new(leaf, days[leaf.Index].TimeOf(at, 1), [observation]);

    // Each leaf has so many turns as its day fills reports; the order is of chance, so that all work all day.
    private int[] Turns()
    {
        var order = new List<int>();
        for (var leaf = 0; leaf < days.Length; leaf++)
        {
            for (int left = days[leaf].Total, number = 0; left > 0; number++)
            {
                left -= ReportSize.Of(seed, leaf, number);
                order.Add(leaf);
            }
        }
        var turns = order.ToArray();
        new Random(seed).Shuffle(turns);
        return turns;
    }
}

/// <summary>How many observations a report has: mostly few, now and then a street's or a morning's.</summary>
internal static class ReportSize
{
    /// <summary>The largest; a report has 1 more where a door is opened at last.</summary>
    public const int Most = 49;

    /// <summary>The size of a leaf's report of this number; about 9 in the mean.</summary>
    public static int Of(int seed, int leaf, int number)
    {
        var chance = Chance.Share(seed, leaf, number);
        return chance switch
        {
            < 0.3 => 1,
            < 0.7 => Between(2, 10, (chance - 0.3) / 0.4),
            < 0.95 => Between(11, 25, (chance - 0.7) / 0.25),
            _ => Between(26, Most, (chance - 0.95) / 0.05),
        };
    }

    private static int Between(int least, int most, double share) => least + (int)(share * (most - least + 1));
}
