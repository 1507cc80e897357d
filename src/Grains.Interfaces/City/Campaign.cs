using System.Collections.Immutable;

namespace GridGrains;

/// <summary>What counts belong to: a round starts from zero and has a deadline, a standing campaign runs on.</summary>
/// <param name="Id">Code of the campaign, <c>[a-z0-9-]{1,64}</c>.</param>
/// <param name="Kind">Round or standing.</param>
/// <param name="Title">Title in Chinese.</param>
/// <param name="TitleEn">Title in English.</param>
/// <param name="Root">Where the roll-up ends; a place outside it does not exist in this campaign.</param>
/// <param name="OpensAt">When the work starts, by the campaign's clock.</param>
/// <param name="Deadline">When a round should be done. A passed deadline closes nothing.</param>
/// <param name="State">Open or closed; a closed campaign takes no reports.</param>
/// <param name="Targets">Count to place attribute: how much of it there is to do.</param>
/// <param name="Drill">Present in a drill or replay: it has a clock of its own.</param>
/// <param name="CreatedAt">When it was first put, in real time; a drill's clock starts here.</param>
/// <param name="Emergency">Present in an emergency, which was activated when the campaign opened.</param>
[GenerateSerializer, Immutable]
public sealed record Campaign(
    [property: Id(0)] string Id,
    [property: Id(1)] CampaignKind Kind,
    [property: Id(2)] string Title,
    [property: Id(3)] string? TitleEn,
    [property: Id(4)] PlaceId Root,
    [property: Id(5)] DateTimeOffset OpensAt,
    [property: Id(6)] DateTimeOffset? Deadline,
    [property: Id(7)] CampaignState State,
    [property: Id(8)] ImmutableSortedDictionary<string, string> Targets,
    [property: Id(9)] Drill? Drill,
    [property: Id(10)] DateTimeOffset CreatedAt,
    [property: Id(11)] Emergency? Emergency = null)
{
    /// <summary>The campaign's own time at a real moment: the same, except in a drill.</summary>
    public DateTimeOffset TimeAt(DateTimeOffset real) =>
        Drill is { } drill ? drill.Origin + ((real - CreatedAt) * drill.Speed) : real;

    /// <summary>The real moment at which it is a time of the campaign's own; the reverse of <see cref="TimeAt"/>.</summary>
    public DateTimeOffset RealAt(DateTimeOffset own) => Drill is { } drill ? CreatedAt + ((own - drill.Origin) / drill.Speed) : own;

    /// <summary>Whether every member is the same.</summary>
    public bool Equals(Campaign? other) =>
        other is not null && Id == other.Id && Kind == other.Kind && Title == other.Title && TitleEn == other.TitleEn && Root == other.Root
        && OpensAt == other.OpensAt && Deadline == other.Deadline && State == other.State && Drill == other.Drill
        && CreatedAt == other.CreatedAt && Targets.SequenceEqual(other.Targets) && Emergency == other.Emergency;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Title, State);
}

/// <summary>How a campaign counts.</summary>
public enum CampaignKind
{
    /// <summary>Testing or canvassing: from zero, to a deadline.</summary>
    Round,

    /// <summary>Duty, closed management, daily reports: runs on.</summary>
    Standing,
}

/// <summary>Whether a campaign takes reports.</summary>
public enum CampaignState
{
    /// <summary>It does.</summary>
    Open,

    /// <summary>It no longer does; what was counted stays readable.</summary>
    Closed,
}

/// <summary>The clock of a drill or replay: it starts at <paramref name="Origin"/> when the campaign is created and runs <paramref name="Speed"/> times as fast.</summary>
[GenerateSerializer, Immutable]
public sealed record Drill([property: Id(0)] DateTimeOffset Origin, [property: Id(1)] double Speed);
