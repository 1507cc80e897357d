using System.Collections.Immutable;
using Orleans.Concurrency;

namespace GridGrains;

/// <summary>
/// Owns the tree, the posts and the campaigns, key 0. Asked only when something changes and once in 30 s by each process,
/// which otherwise reads its own copy (<see cref="CurrentCity"/>).
/// </summary>
[Alias("GridGrains.ICityGrain")]
public interface ICityGrain : IGrainWithIntegerKey
{
    /// <summary>The newest image, or null if it is not newer than <paramref name="knownVersion"/>.</summary>
    [Alias("Get"), AlwaysInterleave]
    Task<CityImage?> Get(long knownVersion);

    /// <summary>As <see cref="Get"/>, and tells <paramref name="observer"/> of every newer version for a lease of two minutes.</summary>
    [Alias("Follow"), AlwaysInterleave]
    Task<CityImage?> Follow(ICityObserver observer, long knownVersion);

    /// <summary>Adds and changes places, all of them or, if a row is bad, none.</summary>
    [Alias("ImportPlaces"), ResponseTimeout("00:01:00")]
    Task<ImportOutcome> ImportPlaces(ImmutableArray<ImportRow<Place>> rows, bool dryRun, string by);

    /// <summary>Adds and changes posts, all of them or, if a row is bad, none.</summary>
    [Alias("ImportPosts"), ResponseTimeout("00:01:00")]
    Task<ImportOutcome> ImportPosts(ImmutableArray<ImportRow<Post>> rows, bool dryRun, string by);

    /// <summary>Creates a campaign or changes its title, deadline and targets. Root, kind and drill are settled at creation.</summary>
    [Alias("PutCampaign"), ResponseTimeout("00:01:00")]
    Task<ImportOutcome> PutCampaign(Campaign campaign, string by);

    /// <summary>
    /// As <see cref="PutCampaign"/>, and activates a plan with it, of which everybody below its root is told; again it changes nothing. Of a campaign whose title is empty,
    /// whose <see cref="Campaign.OpensAt"/> is the least time or that has no targets, what is so already stands, or the plan's title, now, and the plan's targets.
    /// </summary>
    [Alias("PutEmergency"), ResponseTimeout("00:01:00")]
    Task<ImportOutcome> PutEmergency(Campaign campaign, string plan, string by);

    /// <summary>Makes it durable that a task of an emergency is done, or that it is not; what is so already changes nothing.</summary>
    [Alias("MarkTask"), ResponseTimeout("00:01:00")]
    Task<ImportOutcome> MarkTask(string campaign, string task, bool done, string by);

    /// <summary>Closes a campaign; closing a closed one changes nothing.</summary>
    [Alias("CloseCampaign"), ResponseTimeout("00:01:00")]
    Task<ImportOutcome> CloseCampaign(string campaign, string by);

    /// <summary>Changes the tree and, in one step, what the leaves of all open campaigns have counted. A change whose id is known is answered as it stands.</summary>
    [Alias("Change"), ResponseTimeout("00:01:00")]
    Task<ChangeOutcome> Change(PlaceChange change, string by);

    /// <summary>Takes a change back, with all that was counted since; one that is undone already is answered as it stands.</summary>
    [Alias("Undo"), ResponseTimeout("00:01:00")]
    Task<ChangeOutcome> Undo(string change, string by);

    /// <summary>A change by its id; null if there is none.</summary>
    [Alias("FindChange"), AlwaysInterleave]
    Task<MadeChange?> FindChange(string change);

    /// <summary>The changes that were made, newest first.</summary>
    [Alias("Changes"), AlwaysInterleave]
    Task<ImmutableArray<MadeChange>> Changes(int limit);
}

/// <summary>Told when the city has changed.</summary>
public interface ICityObserver : IGrainObserver
{
    /// <summary>A version is there; fetch it.</summary>
    [Alias("Announce")]
    void Announce(long version);
}

/// <summary>A row of an import with its number in what was sent, from 1, so that an error can name it.</summary>
[GenerateSerializer, Immutable]
public sealed record ImportRow<T>([property: Id(0)] int Number, [property: Id(1)] T Value);

/// <summary>What an import did, or would do.</summary>
/// <param name="Version">The city's version that contains it.</param>
/// <param name="Added">New entries.</param>
/// <param name="Changed">Entries that differ from before.</param>
/// <param name="Unchanged">Entries that were so already.</param>
/// <param name="Errors">Bad rows; if there are any, nothing was imported.</param>
[GenerateSerializer, Immutable]
public sealed record ImportOutcome(
    [property: Id(0)] long Version,
    [property: Id(1)] int Added,
    [property: Id(2)] int Changed,
    [property: Id(3)] int Unchanged,
    [property: Id(4)] ImmutableArray<ImportError> Errors);

/// <summary>What is wrong with a row: its number, the column or member, and what is allowed.</summary>
[GenerateSerializer, Immutable]
public sealed record ImportError([property: Id(0)] int Row, [property: Id(1)] string Member, [property: Id(2)] string Message);
