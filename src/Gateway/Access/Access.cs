using System.Security.Claims;

namespace GridGrains.Gateway;

/// <summary>
/// Who may do what where: the one place that decides, for REST, every hub method and the moment of each push. Whatever is not
/// allowed here is refused.
/// </summary>
internal static class Access
{
    /// <summary>The claim with a role.</summary>
    public const string RoleClaim = "role";

    /// <summary>The claim with the root of a subtree.</summary>
    public const string PlaceClaim = "place";

    /// <summary>The claim with the caller's opaque id.</summary>
    public const string SubjectClaim = "sub";

    /// <summary>The claim with the token's own id.</summary>
    public const string TokenClaim = "jti";

    /// <summary>Whether the caller may do this at this place: by role, inside one of the caller's subtrees.</summary>
    public static bool Decide(ClaimsPrincipal who, AccessAction action, PlaceId place)
    {
        if (!MayAnywhere(who, action))
            return false;
        foreach (var root in Subtrees(who))
        {
            if (place.IsWithin(root))
                return true;
        }
        return false;
    }

    /// <summary>
    /// The roots of the subtrees in which the caller may do this, none of them inside another; empty if nowhere. What a listing shows
    /// lies within these.
    /// </summary>
    public static IReadOnlyList<PlaceId> SubtreesFor(ClaimsPrincipal who, AccessAction action)
    {
        if (!MayAnywhere(who, action))
            return [];
        var roots = Subtrees(who).Distinct().OrderBy(p => p.Value, StringComparer.Ordinal).ToArray();
        return [.. roots.Where(root => !roots.Any(other => other != root && root.IsWithin(other)))];
    }

    /// <summary>
    /// Whether the caller may know of the campaign: one that counts a place the caller may see, so its root is inside one of the
    /// caller's subtrees, or above one.
    /// </summary>
    public static bool Sees(ClaimsPrincipal who, Campaign campaign) =>
        SubtreesFor(who, AccessAction.Read).Any(root => campaign.Root.IsWithin(root) || root.IsWithin(campaign.Root));

    /// <summary>As what the caller reads counts: exactly, or, whoever has no other role than public, the public view.</summary>
    public static AccessAction Reading(ClaimsPrincipal who) => MayAnywhere(who, AccessAction.Read) ? AccessAction.Read : AccessAction.ReadPublic;

    /// <summary>The caller's opaque id; every accepted token has one.</summary>
    public static string Subject(ClaimsPrincipal who) => who.FindFirst(SubjectClaim)?.Value ?? "";

    /// <summary>Whether a device of the field holds the token: it reports, and is no steward.</summary>
    public static bool IsOfTheField(ClaimsPrincipal who) =>
        MayAnywhere(who, AccessAction.Report) && !MayAnywhere(who, AccessAction.Import);

    private static bool MayAnywhere(ClaimsPrincipal who, AccessAction action)
    {
        if (who.Identity is not { IsAuthenticated: true })
            return false;
        foreach (var claim in who.Claims)
        {
            if (claim.Type == RoleClaim && Allows(claim.Value, action))
                return true;
        }
        return false;
    }

    private static bool Allows(string role, AccessAction action) => (role, action) switch
    {
        ("public", AccessAction.ReadPublic) => true,
        ("viewer", AccessAction.Read) => true,
        ("reporter", AccessAction.Read or AccessAction.Report) => true,
        ("steward", AccessAction.Read or AccessAction.Report or AccessAction.Import or AccessAction.RunCampaigns
            or AccessAction.Publish or AccessAction.AcknowledgeAlerts or AccessAction.Subscribe or AccessAction.ReadTrail or AccessAction.Operate) => true,
        _ => false,
    };

    private static IEnumerable<PlaceId> Subtrees(ClaimsPrincipal who)
    {
        foreach (var claim in who.Claims)
        {
            if (claim.Type == PlaceClaim && PlaceId.TryParse(claim.Value, null, out var root))
                yield return root;
        }
    }
}
