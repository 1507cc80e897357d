using System.Security.Claims;

namespace GridGrains.Gateway;

/// <summary>
/// Finds the place in a campaign that a request is about: first whether the caller may, then whether it is there, so that
/// outside one's subtrees nothing can be found out.
/// </summary>
internal sealed class LedgerLookup(CurrentCity current, CityFollower follower, TimeProvider time)
{
    // With the patience for the report itself it stays below the 5 s in which a report is answered.
    private static readonly TimeSpan FetchTimeout = TimeSpan.FromSeconds(0.7);

    /// <summary>Finds a ledger by the texts of the request. What is not known yet is fetched once.</summary>
    public ValueTask<LedgerFinding> FindAsync(ClaimsPrincipal who, AccessAction action, string campaign, string place)
    {
        if (!PlaceId.TryParse(place, null, out var id))
            return new(LedgerFinding.Refused(IllFormed(who, action, place)));
        if (!Access.Decide(who, action, id))
            return new(LedgerFinding.Refused(Problem.Forbidden()));
        var key = new LedgerKey(campaign, id);
        return Find(key) is { } found ? new(found) : new(FetchAsync(key));
    }

    /// <summary>Finds a ledger whose counts are to be read, exactly or publicly; the public view ends above the leaves.</summary>
    public async ValueTask<LedgerFinding> FindToReadAsync(ClaimsPrincipal who, string campaign, string place)
    {
        var reading = Access.Reading(who);
        var found = await FindAsync(who, reading, campaign, place);
        return reading == AccessAction.ReadPublic && PublicViews.Ends(found) ? LedgerFinding.Refused(Problem.Forbidden()) : found;
    }

    private async Task<LedgerFinding> FetchAsync(LedgerKey key)
    {
        await LedgerCall.AskAsync(() => follower.RefreshAsync().WaitAsync(FetchTimeout, time));
        return Find(key) ?? LedgerFinding.Refused(Problem.NotFound(
            current.Value.TryGetCampaign(key.Campaign, out _)
                ? $"campaign {key.Campaign} counts no place {key.Place}"
                : "there is no such campaign"));
    }

    private LedgerFinding? Find(LedgerKey key) =>
        current.Value.TryGetLedger(key, out var campaign, out var place) ? new LedgerFinding(campaign, place, null) : null;

    // A text that is no place id is inside a subtree if a place id that it starts with is.
    private static Problem IllFormed(ClaimsPrincipal who, AccessAction action, string text)
    {
        var end = -1;
        for (var depth = 0; depth < PlaceId.MaxDepth; depth++)
        {
            end = text.IndexOf('.', end + 1);
            if (end < 0 || !PlaceId.TryParse(text[..end], null, out var above))
                break;
            if (Access.Decide(who, action, above))
                return Problem.NotFound("that is not a place id: 1 to 10 segments of [a-z0-9-]{1,32} joined by dots");
        }
        return Problem.Forbidden();
    }
}

/// <summary>A place in a campaign, or why there is none.</summary>
internal readonly record struct LedgerFinding(Campaign? Campaign, PlaceNode? Place, Problem? Problem)
{
    /// <summary>There is none for this caller.</summary>
    public static LedgerFinding Refused(Problem problem) => new(null, null, problem);

    /// <summary>Its name; only where one was found.</summary>
    public LedgerKey Key => new(Campaign!.Id, Place!.Place.Id);
}
