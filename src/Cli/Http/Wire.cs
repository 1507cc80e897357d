using System.Text.Json.Serialization;

namespace GridGrains.Cli;

/// <summary>The part of a Snapshot that the command line reads.</summary>
internal sealed record SnapshotView(
    string Place, string Level, long Version, Dictionary<string, long> Counts, SnapshotExpected? Expected);

/// <summary>What is expected below a place; only the number of places of each level is read.</summary>
internal sealed record SnapshotExpected(Dictionary<string, long>? Places);

/// <summary>A place and its children from one moment.</summary>
internal sealed record FamilyView(SnapshotView Snapshot, SnapshotView[] Children);

/// <summary>The part of a Place that the command line reads.</summary>
internal sealed record PlaceView(string Id, string Level, bool Leaf, IReadOnlyDictionary<string, long>? Attributes = null)
{
    /// <summary>One of its numbers; 0 where it does not say it.</summary>
    public long Attribute(string name) => Attributes?.GetValueOrDefault(name) ?? 0;
}

/// <summary>A page of places; <paramref name="Next"/> asks for the one after it.</summary>
internal sealed record PlacePageView(PlaceView[] Places, string? Next);

/// <summary>The part of a Campaign that the command line reads.</summary>
internal sealed record CampaignView(string Id, DrillView? Drill, DateTimeOffset CreatedAt, string? Root = null, string? State = null);

/// <summary>The clock of a drill.</summary>
internal sealed record DrillView(DateTimeOffset Origin, double Speed);

/// <summary>The part of a Receipt that the command line reads.</summary>
internal sealed record ReceiptView(string Place, long Sequence, string Status)
{
    /// <summary>Whether an earlier call had recorded it.</summary>
    [JsonIgnore]
    public bool IsDuplicate => Status == "duplicate";
}

/// <summary>A recount of a place from the journal.</summary>
internal sealed record AuditView(bool Matches, long Reports);
