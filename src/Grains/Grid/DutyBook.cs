using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace GridGrains.Grid;

/// <summary>
/// Who-by-role is on duty at which post of a leaf, now and before: a badge is where the latest observation of it says. How many are there now follows from the
/// winners, O(1) for each observation; when they came and went from the last observations of each badge, in whatever order those were told.
/// </summary>
public sealed class DutyBook
{
    // Of one badge: a shift is two, and said again each hour it still reaches back days.
    private const int MostSteps = 64;

    private readonly Dictionary<(string Post, int Series), Crew> crews = [];
    private readonly Dictionary<SubjectKey, List<DutyStep>> steps = [];
    private readonly HashSet<string> posts = [];

    /// <summary>Whether duty was ever reported at a post.</summary>
    public bool Knows(string post) => posts.Contains(post);

    /// <summary>How many of a duty series are at a post.</summary>
    public int OnDuty(string post, int series) => crews.TryGetValue((post, series), out var crew) ? crew.OnDuty : 0;

    /// <summary>The spans between two moments in which a post had fewer of some role than required, in order and apart from each other.</summary>
    public List<(DateTime From, DateTime To)> Gaps(string post, ImmutableArray<RequiredRole> required, DateTime from, DateTime to)
    {
        var gaps = new DutyGaps(from, to);
        foreach (var (_, series, number) in required)
            gaps.Add(number, Stays(post, series));
        return gaps.Merged();
    }

    /// <summary>Since when each badge of any role that is at a post has been there without a break.</summary>
    public IEnumerable<DateTime> StaysSince(string post)
    {
        foreach (var series in Catalogue.Current.Series)
        {
            if (series.Role is null || OnDuty(post, series.Index) == 0)
                continue;
            foreach (var (from, to) in Stays(post, series.Index))
            {
                if (to == DateTime.MaxValue)
                    yield return from;
            }
        }
    }

    /// <summary>Whether anybody of any role is at a post, and when the last one who is gone left; the least time if nobody ever did.</summary>
    internal (bool IsGuarded, DateTime Left) LastLeft(string post)
    {
        var left = DateTime.MinValue;
        foreach (var series in Catalogue.Current.Series)
        {
            if (series.Role is null)
                continue;
            if (OnDuty(post, series.Index) > 0)
                return (true, left);
            foreach (var (_, to) in Stays(post, series.Index))
                left = to > left && to < DateTime.MaxValue ? to : left;
        }
        return (false, left);
    }

    /// <summary>Where a badge is known to have been, in order.</summary>
    internal IEnumerable<DutyStep> StepsOf(SubjectKey badge) => steps.TryGetValue(badge, out var known) ? known : [];

    internal IEnumerable<(SubjectKey Badge, DutyStep Step)> Entries => steps.SelectMany(of => of.Value.Select(step => (of.Key, step)));

    /// <summary>An observation of a badge, a winner or not.</summary>
    internal void Add(SubjectKey badge, DutyStep step)
    {
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(steps, badge, out _);
        known ??= [];
        var at = known.Count;
        while (at > 0 && step.IsBefore(known[at - 1]))
            at--;
        if (at > 0 && known[at - 1].IsSame(step))
            known[at - 1] = step;
        else
            known.Insert(at, step);
        if (known.Count > MostSteps)
            known.RemoveAt(0);
        if (step.Post is not { } post)
            return;
        posts.Add(post);
        CrewOf(post, badge.Series).Badges.Add(badge.Subject);
    }

    /// <summary>A badge's winning observation changes.</summary>
    internal void Move(SubjectKey badge, in Winner before, in Winner after)
    {
        if (before is { Value: > 0, Post: { } left })
            CrewOf(left, badge.Series).OnDuty--;
        if (after is { Value: > 0, Post: { } post })
            CrewOf(post, badge.Series).OnDuty++;
    }

    // What was said twice without a break is one stay.
    private IEnumerable<(DateTime From, DateTime To)> Stays(string post, int series)
    {
        if (!crews.TryGetValue((post, series), out var crew))
            yield break;
        foreach (var badge in crew.Badges)
        {
            DateTime? came = null;
            foreach (var step in steps[new(series, badge)])
            {
                var isThere = step.IsThere && step.Post == post;
                if (isThere)
                    came ??= step.At;
                else if (came is { } from)
                {
                    yield return (from, step.At);
                    came = null;
                }
            }
            if (came is { } since)
                yield return (since, DateTime.MaxValue);
        }
    }

    private Crew CrewOf(string post, int series)
    {
        ref var crew = ref CollectionsMarshal.GetValueRefOrAddDefault(crews, (post, series), out _);
        return crew ??= new Crew();
    }

    private sealed class Crew
    {
        public HashSet<string> Badges { get; } = [];

        public int OnDuty { get; set; }
    }
}

/// <summary>Where a badge is from a moment on.</summary>
internal readonly record struct DutyStep(DateTime At, Guid ReportId, string? Post, bool IsThere)
{
    /// <summary>Whether it comes before another one, by the counting rule.</summary>
    public bool IsBefore(DutyStep other) => At < other.At || (At == other.At && ReportId.CompareTo(other.ReportId) < 0);

    /// <summary>Whether it is of the same moment and report, so that the later one of the two stands.</summary>
    public bool IsSame(DutyStep other) => At == other.At && ReportId == other.ReportId;
}
