using GridGrains.Journal;

namespace GridGrains.Storage;

/// <summary>The entries of the city that are new or different in its next version.</summary>
public sealed class CityChange
{
    /// <summary>Places, by their id.</summary>
    public IReadOnlyCollection<Place> Places { get; init; } = [];

    /// <summary>Posts, by their id.</summary>
    public IReadOnlyCollection<Post> Posts { get; init; } = [];

    /// <summary>Posts that are no longer there.</summary>
    public IReadOnlyCollection<Post> GonePosts { get; init; } = [];

    /// <summary>Campaigns, by their id.</summary>
    public IReadOnlyCollection<Campaign> Campaigns { get; init; } = [];

    /// <summary>Notices that are published by the same transaction.</summary>
    public IReadOnlyCollection<Notice> Notices { get; init; } = [];

    /// <summary>The change of the tree that it makes or, if that says so, undoes.</summary>
    public MadeChange? Made { get; init; }

    /// <summary>Reports that carry what was counted from leaf to leaf.</summary>
    public IReadOnlyCollection<JournalEntry> Carried { get; init; } = [];

    /// <summary>The task that it is about, if one.</summary>
    public string? Task { get; init; }
}
