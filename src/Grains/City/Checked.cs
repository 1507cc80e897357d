namespace GridGrains;

/// <summary>An import after its checks: what is new, what differs, what is so already, and what is wrong.</summary>
internal sealed class Checked<T>
    where T : class, IEquatable<T>
{
    public List<T> Changes { get; } = [];

    public List<ImportError> Errors { get; } = [];

    public int Added { get; private set; }

    public int Unchanged { get; private set; }

    /// <summary>Sorts an entry by what there was before.</summary>
    public void Sort(T entry, T? before)
    {
        if (entry.Equals(before))
        {
            Unchanged++;
            return;
        }
        Changes.Add(entry);
        if (before is null)
            Added++;
    }

    public ImportOutcome At(long version) => new(version, Added, Changes.Count - Added, Unchanged, [.. Errors]);
}
