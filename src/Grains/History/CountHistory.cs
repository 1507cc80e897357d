using System.Collections.Immutable;

namespace GridGrains.History;

/// <summary>
/// What the counts of a place were, in five-minute steps of the campaign's time over its last two days. Only changes are kept, so a
/// quiet place costs nothing. What is older or finer is recomputed from the journal.
/// </summary>
public sealed class CountHistory
{
    /// <summary>The width of a step.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromMinutes(5);

    /// <summary>How far it reaches back.</summary>
    public static readonly TimeSpan Reach = TimeSpan.FromDays(2);

    private readonly Dictionary<int, List<HistoryPoint>> changes = [];
    private readonly List<long> last = [];

    /// <summary>Nothing is known of moments before this one, in the campaign's time; set when it starts with a place that had counted already.</summary>
    public DateTime Since { get; set; }

    /// <summary>Takes the counts at a moment of the campaign's time, which does not go back.</summary>
    public void Record(DateTime at, ReadOnlySpan<long> counts)
    {
        while (last.Count < counts.Length)
            last.Add(0);
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] == last[i])
                continue;
            last[i] = counts[i];
            Add(i, new(EndOfStep(at), counts[i]));
        }
    }

    /// <summary>
    /// The value of a count at every multiple of <paramref name="step"/> from <paramref name="from"/> to <paramref name="to"/>, and
    /// now if that lies between; null where it is finer or older than what is kept.
    /// </summary>
    public ImmutableArray<HistoryPoint>? Read(Count count, TimeSpan step, DateTime from, DateTime to, DateTime now)
    {
        var known = now - Reach > Since ? now - Reach : Since;
        if (step.Ticks % Step.Ticks != 0 || from < known)
            return null;
        var points = ImmutableArray.CreateBuilder<HistoryPoint>();
        var list = changes.GetValueOrDefault(count.Index) ?? [];
        var next = 0;
        long value = 0;
        foreach (var at in HistorySteps.Between(from, to < now ? to : now, step))
        {
            while (next < list.Count && list[next].At <= at)
                value = list[next++].Value;
            points.Add(new(at, value));
        }
        if (to >= now)
            points.Add(new(now, count.Index < last.Count ? last[count.Index] : 0));
        return points.DrainToImmutable();
    }

    /// <summary>The value of a count at a moment that is kept.</summary>
    public long At(Count count, DateTime moment)
    {
        if (!changes.TryGetValue(count.Index, out var list))
            return 0;
        var last = list.Count - 1;
        while (last >= 0 && list[last].At > moment)
            last--;
        return last < 0 ? 0 : list[last].Value;
    }

    /// <summary>
    /// What the counts with targets were so long before a moment of the campaign's time, or at its opening, in the order of the targets; -1 where that is not known.
    /// </summary>
    public ImmutableArray<long> Before(Campaign campaign, DateTime now, TimeSpan span)
    {
        if (campaign.Targets.IsEmpty)
            return default;
        var then = now - span > campaign.OpensAt ? now - span : campaign.OpensAt.UtcDateTime;
        var values = ImmutableArray.CreateBuilder<long>(campaign.Targets.Count);
        foreach (var (code, _) in campaign.Targets)
            values.Add(then >= Since && Catalogue.Current.TryGetCount(code, out var count) ? At(count, then) : -1);
        return values.MoveToImmutable();
    }

    internal IEnumerable<(int Count, HistoryPoint Point)> Changes =>
        changes.SelectMany(list => list.Value.Select(point => (list.Key, point)));

    internal void Restore(int count, HistoryPoint point)
    {
        Add(count, point);
        while (last.Count <= count)
            last.Add(0);
        last[count] = point.Value;
    }

    private static DateTime EndOfStep(DateTime at) => new((at.Ticks + Step.Ticks - 1) / Step.Ticks * Step.Ticks, DateTimeKind.Utc);

    private void Add(int count, HistoryPoint point)
    {
        if (!changes.TryGetValue(count, out var list))
            changes.Add(count, list = []);
        if (list.Count > 0 && list[^1].At >= point.At)
            list[^1] = point with { At = list[^1].At };
        else
            list.Add(point);
        // The last change before the reach still says what the value was at its start.
        var surplus = 0;
        while (surplus + 1 < list.Count && list[surplus + 1].At < point.At - Reach)
            surplus++;
        if (surplus > 64)
            list.RemoveRange(0, surplus);
    }
}
