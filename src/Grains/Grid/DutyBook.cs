using System.Runtime.InteropServices;

namespace GridGrains.Grid;

/// <summary>
/// Who-by-role is on duty at which post of a leaf: a badge is where its winning observation says. O(1) for each observation. How many are there
/// follows from the winners alone; since when a post is short also from the times at which badges came and went, as far as they were told.
/// </summary>
public sealed class DutyBook
{
    private readonly Dictionary<(string Post, int Series), Shift> shifts = [];
    private readonly HashSet<string> posts = [];

    /// <summary>Whether duty was ever reported at a post.</summary>
    public bool Knows(string post) => posts.Contains(post);

    /// <summary>How many of a duty series are at a post.</summary>
    public int OnDuty(string post, int series) => shifts.TryGetValue((post, series), out var shift) ? shift.OnDuty : 0;

    /// <summary>Since when fewer than required are at a post, which is so now; not before it opened.</summary>
    public DateTime ShortSince(string post, int series, int required, DateTime opened)
    {
        if (!shifts.TryGetValue((post, series), out var shift))
            return opened;
        // Back in time from now, until there were enough: before a badge came there was one less, before it went one more.
        var there = shift.OnDuty;
        foreach (var (at, isThere) in shift.Badges.Values.Where(b => b.At > opened).OrderByDescending(b => b.At))
        {
            there += isThere ? -1 : 1;
            if (there >= required)
                return at;
        }
        return opened;
    }

    internal IEnumerable<(string Post, int Series, string Badge, DateTime At, bool IsThere)> Entries =>
        from shift in shifts
        from badge in shift.Value.Badges
        select (shift.Key.Post, shift.Key.Series, badge.Key, badge.Value.At, badge.Value.IsThere);

    /// <summary>A badge's winning observation changes.</summary>
    internal void Move(SubjectKey badge, in Winner before, in Winner after)
    {
        var wasThere = before is { Value: > 0, Post: not null };
        if (before.Post is { } left && left != after.Post && wasThere)
            Set(left, badge, after.At, isThere: false);
        if (after.Post is not { } post)
            return;
        // Said again, it has been there since it was first said.
        var stays = after.Value > 0 && wasThere && before.Post == post;
        if (!stays)
            Set(post, badge, after.At, after.Value > 0);
    }

    internal void Set(string post, SubjectKey badge, DateTime at, bool isThere)
    {
        ref var shift = ref CollectionsMarshal.GetValueRefOrAddDefault(shifts, (post, badge.Series), out _);
        if (shift is null)
        {
            shift = new Shift();
            posts.Add(post);
        }
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(shift.Badges, badge.Subject, out _);
        shift.OnDuty += (isThere ? 1 : 0) - (entry.IsThere ? 1 : 0);
        entry = (at, isThere);
    }

    private sealed class Shift
    {
        public Dictionary<string, (DateTime At, bool IsThere)> Badges { get; } = [];

        public int OnDuty { get; set; }
    }
}
