using System.Collections.Immutable;

namespace GridGrains.Board;

/// <summary>The notices that a board has in memory: the newest, newest first, with the newest numbers of acknowledgements.</summary>
public sealed class BoardNotices
{
    // A campaign that runs for a year with five notices a day has as many.
    private const int MostKept = 2_000;

    private readonly List<Notice> newestFirst = [];
    private readonly HashSet<Guid> changed = [];

    /// <summary>How many are read when a board wakes.</summary>
    public static int MostRead => MostKept;

    /// <summary>All, newest first.</summary>
    public IReadOnlyList<Notice> NewestFirst => newestFirst;

    /// <summary>Adds what the database has, newest first.</summary>
    public void Restore(IEnumerable<Notice> fromNewest) => newestFirst.AddRange(fromNewest);

    /// <summary>A notice; null if it is not among the newest.</summary>
    public Notice? Find(Guid id) => newestFirst.Find(n => n.Id == id);

    /// <summary>Adds one that was made just now, unless it is there.</summary>
    public void Add(Notice notice)
    {
        if (Find(notice.Id) is not null)
            return;
        newestFirst.Insert(0, notice);
        if (newestFirst.Count > MostKept)
            newestFirst.RemoveAt(MostKept);
    }

    /// <summary>Takes a number of acknowledgements. It only ever rises, in whatever order they come.</summary>
    public void Acknowledged(Guid id, int by)
    {
        var index = newestFirst.FindIndex(n => n.Id == id);
        if (index < 0 || newestFirst[index].AcknowledgedBy >= by)
            return;
        newestFirst[index] = newestFirst[index] with { AcknowledgedBy = by };
        changed.Add(id);
    }

    /// <summary>Those whose acknowledgements have changed since the last call.</summary>
    public ImmutableArray<Notice> TakeChanged()
    {
        ImmutableArray<Notice> taken = [.. newestFirst.Where(n => changed.Contains(n.Id))];
        changed.Clear();
        return taken;
    }
}
