namespace GridGrains.Grid;

/// <summary>The spans between two moments in which fewer were there than required, role by role, put together.</summary>
internal sealed class DutyGaps(DateTime from, DateTime to)
{
    private readonly List<(DateTime From, DateTime To)> gaps = [];

    /// <summary>Adds those of a role, from the stays of its badges.</summary>
    public void Add(int required, IEnumerable<(DateTime From, DateTime To)> stays)
    {
        List<(DateTime At, int By)> changes = [];
        foreach (var (came, went) in stays)
        {
            var begin = came > from ? came : from;
            var end = went < to ? went : to;
            if (begin >= end)
                continue;
            changes.Add((begin, +1));
            changes.Add((end, -1));
        }
        var there = 0;
        var at = from;
        foreach (var moment in changes.GroupBy(c => c.At).OrderBy(g => g.Key))
        {
            if (there < required && moment.Key > at)
                gaps.Add((at, moment.Key));
            at = moment.Key;
            there += moment.Sum(c => c.By);
        }
        if (there < required && at < to)
            gaps.Add((at, to));
    }

    /// <summary>The spans in which some role was short, each as long as it goes.</summary>
    public List<(DateTime From, DateTime To)> Merged()
    {
        List<(DateTime From, DateTime To)> merged = [];
        foreach (var gap in gaps.OrderBy(g => g.From))
        {
            if (merged.Count > 0 && gap.From <= merged[^1].To)
                merged[^1] = (merged[^1].From, gap.To > merged[^1].To ? gap.To : merged[^1].To);
            else
                merged.Add(gap);
        }
        return merged;
    }
}
