using Xunit;

namespace GridGrains.Grains.Tests.Public;

/// <summary>
/// Somebody who knows the tree, the rule, that counts never fall, and everything the public view ever showed, and tries to find out what it hid. For every part and
/// every view there is a range of what it may have been; each number shown, each sum and each earlier and later view narrows the ranges until
/// nothing moves any more. Independent of the code under test: it only knows what the wire says.
/// </summary>
internal sealed class Attacker(IReadOnlyList<(string Area, string? Parent)> tree)
{
    /// <summary>More than anything that is counted here.</summary>
    public const long Most = 1_000_000;

    private readonly List<Dictionary<string, (long Least, long Most)>> totals = [];
    private readonly List<Dictionary<string, (long Least, long Most)>> parts = [];

    /// <summary>Takes a view: what was shown of each area (0 where a number was hidden) and the margin it named.</summary>
    /// <param name="view">By area.</param>
    /// <param name="part">What follows for an area's part from the rule, by what was shown of the area and of those right below it.</param>
    public void See(IReadOnlyDictionary<string, (long Shown, long Margin)> view, Func<string, long, (long Least, long Most)> part)
    {
        totals.Add(view.ToDictionary(v => v.Key, v => (v.Value.Shown, v.Value.Shown + v.Value.Margin - 1)));
        parts.Add(tree.ToDictionary(t => t.Area, t => part(t.Area, view[t.Area].Shown - Below(t.Area).Sum(b => view[b].Shown))));
    }

    private IEnumerable<string> Below(string area) => tree.Where(t => t.Parent == area).Select(t => t.Area);

    /// <summary>What is still possible of each area's total and part in each view.</summary>
    public IEnumerable<(int View, string Area, (long Least, long Most) Total, (long Least, long Most) Part)> Solve()
    {
        while (Narrow())
        {
        }
        for (var view = 0; view < totals.Count; view++)
        {
            foreach (var (area, _) in tree)
                yield return (view, area, totals[view][area], parts[view][area]);
        }
    }

    private bool Narrow()
    {
        var moved = false;
        for (var view = 0; view < totals.Count; view++)
        {
            foreach (var (area, _) in tree)
            {
                moved |= NarrowFamily(view, area);
                if (view == 0)
                    continue;
                moved |= Rise(totals, view, area);
                moved |= Rise(parts, view, area);
            }
        }
        return moved;
    }

    // total = part + the totals of the areas below, each solved for each.
    private bool NarrowFamily(int view, string area)
    {
        var below = Below(area).ToArray();
        var (least, most) = (below.Sum(b => totals[view][b].Least), below.Sum(b => totals[view][b].Most));
        var part = parts[view][area];
        var total = totals[view][area];
        var moved = Cut(totals[view], area, least + part.Least, most + part.Most);
        moved |= Cut(parts[view], area, total.Least - most, total.Most - least);
        foreach (var child in below)
        {
            var own = totals[view][child];
            moved |= Cut(totals[view], child, total.Least - (most - own.Most) - part.Most, total.Most - (least - own.Least) - part.Least);
        }
        return moved;
    }

    private static bool Rise(List<Dictionary<string, (long Least, long Most)>> of, int view, string area) =>
        Cut(of[view], area, of[view - 1][area].Least, Most) | Cut(of[view - 1], area, 0, of[view][area].Most);

    private static bool Cut(Dictionary<string, (long Least, long Most)> of, string area, long least, long most)
    {
        var before = of[area];
        var after = (Least: Math.Max(before.Least, least), Most: Math.Min(before.Most, most));
        Assert.True(after.Least <= after.Most, $"what was shown of {area} cannot be: {after}");
        of[area] = after;
        return after != before;
    }
}
