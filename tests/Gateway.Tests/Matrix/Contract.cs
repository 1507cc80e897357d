namespace GridGrains.Gateway.Tests;

/// <summary>What must come of a cell.</summary>
internal enum Expected
{
    /// <summary>No token, or none that is good: 401.</summary>
    Unauthenticated,

    /// <summary>Outside the role or the subtree: 403, whatever is or is not there.</summary>
    Forbidden,

    /// <summary>Let through, and there is no such place: 404.</summary>
    NotFound,

    /// <summary>Let through, and the place is of the wrong kind: 422.</summary>
    Invalid,

    /// <summary>Let through and done: 200.</summary>
    Done,
}

/// <summary>By which place a call is decided.</summary>
internal enum By
{
    /// <summary>The place in it, which must be there.</summary>
    Place,

    /// <summary>The place in it, which must be a leaf.</summary>
    Leaf,

    /// <summary>The place in it, which need not be there yet.</summary>
    Row,

    /// <summary>The root of the campaign in it; a campaign is seen by all who see a part of what it counts.</summary>
    CampaignRoot,

    /// <summary>The place above the place in it, or a root itself; neither need be there yet.</summary>
    Above,

    /// <summary>None: whoever has the role somewhere sees what of it is theirs.</summary>
    Role,

    /// <summary>None: whoever may make it for a whole tree that is there, with any of their subtrees.</summary>
    WholeTree,

    /// <summary>Nothing: it touches only what the caller has, or is for everybody with a token.</summary>
    Nothing,
}

/// <summary>A call of the contract: who may make it, and by which place that is decided.</summary>
internal sealed record Call(string Name, string Roles, By By);

/// <summary>
/// Who may do what where, as API.md says it and in nothing but strings, so that no mistake of the program is repeated here.
/// </summary>
internal static class Contract
{
    private const string Readers = "viewer reporter steward";
    private const string Everybody = "public " + Readers;
    private const string Reporters = "reporter steward";
    private const string Stewards = "steward";

    private const string Ledger = "/api/campaigns/{c}/places/{p}";

    /// <summary>Every route with its verb, and every method of the hub.</summary>
    public static readonly Call[] Calls =
    [
        new("GET /api/catalogue", "", By.Nothing),
        new("GET /api/operations", Stewards, By.WholeTree),
        new("GET /api/places", Everybody, By.Place),
        new("PUT /api/places", Stewards, By.Row),
        new("PUT /api/places/codes", Stewards, By.Row),
        new("PUT /api/posts", Stewards, By.Row),
        new("GET /api/changes", Stewards, By.Role),
        new("POST /api/changes", Stewards, By.Above),
        new("POST /api/changes/{id}/undo", Stewards, By.Above),
        new("GET /api/campaigns", Readers, By.CampaignRoot),
        new("GET /api/campaigns/{c}", Readers, By.CampaignRoot),
        new("PUT /api/campaigns/{c}", Stewards, By.Place),
        new("POST /api/campaigns/{c}/close", Stewards, By.Place),
        new("GET /api/campaigns/{c}/emergency", Readers, By.Place),
        new("GET /api/campaigns/{c}/emergency/summary", Readers, By.Place),
        new("POST /api/campaigns/{c}/emergency/tasks/{task}/done", Stewards, By.Place),
        new("DELETE /api/campaigns/{c}/emergency/tasks/{task}/done", Stewards, By.Place),
        new("POST /api/campaigns/{c}/reports", Reporters, By.Leaf),
        new("POST " + Ledger + "/reports", Reporters, By.Leaf),
        new("GET " + Ledger, Everybody, By.Place),
        new("GET " + Ledger + "/children", Readers, By.Place),
        new("GET " + Ledger + "/history", Readers, By.Place),
        new("GET " + Ledger + "/at/{moment}", Readers, By.Place),
        new("GET " + Ledger + "/at/{moment}/tree", Readers, By.Place),
        new("GET " + Ledger + "/subjects", Readers, By.Leaf),
        new("GET " + Ledger + "/posts", Readers, By.Place),
        new("GET " + Ledger + "/alerts", Readers, By.Place),
        new("POST " + Ledger + "/alerts/{id}/acknowledge", Stewards, By.Place),
        new("GET " + Ledger + "/notices", Readers, By.Place),
        new("POST " + Ledger + "/notices", Stewards, By.Place),
        new("GET " + Ledger + "/notices/{id}", Readers, By.Place),
        new("POST " + Ledger + "/notices/{id}/acknowledge", Reporters, By.Leaf),
        new("GET " + Ledger + "/webhooks", Stewards, By.Place),
        new("POST " + Ledger + "/webhooks", Stewards, By.Place),
        new("DELETE " + Ledger + "/webhooks/{id}", Stewards, By.Place),
        new("GET " + Ledger + "/audit", Readers, By.Place),
        new("GET " + Ledger + "/odata", Readers, By.Place),
        new("GET " + Ledger + "/odata/$metadata", Readers, By.Place),
        new("GET " + Ledger + "/odata/Places", Readers, By.Place),
        new("GET " + Ledger + "/places.geojson", Everybody, By.Place),
        new("POST " + Ledger + "/dhis2.json", Readers, By.Place),
        new("POST " + Ledger + "/dhis2.csv", Readers, By.Place),
        new("POST " + Ledger + "/dhis2.adx", Readers, By.Place),
        new("GET " + Ledger + "/export.csv", Readers, By.Place),
        new("GET " + Ledger + "/daily/{date}", Readers, By.Place),
        new("GET " + Ledger + "/trail", Stewards, By.Place),
        new("hub Watch", Everybody, By.Place),
        new("hub WatchTree", Everybody, By.Place),
        new("hub Report", Reporters, By.Leaf),
        new("hub Unwatch", "", By.Nothing),
        new("hub UnwatchTree", "", By.Nothing),
    ];

    /// <summary>What is there for everybody, with no token: pages, health, the description of the API; and the hub's own door, by which its methods are reached.</summary>
    public static readonly string[] Open =
        ["GET /", "GET /health/live", "GET /health/started", "GET /health/ready", "GET /openapi/v1.json", "POST /hub/negotiate", "* /hub"];

    /// <summary>What must come of it.</summary>
    public static Expected Of(Call call, Caller caller, string place)
    {
        if (!caller.IsGood)
            return Expected.Unauthenticated;
        if (call.By == By.Nothing)
            return Expected.Done;
        if (call.By == By.WholeTree)
            return caller.Roles.Contains(call.Roles) && caller.Subtrees.Any(root => !root.Contains('.') && Country.IsThere(root)) ? Expected.Done : Expected.Forbidden;
        if (call.By == By.Role)
            return caller.Roles.Contains(call.Roles) && caller.Subtrees.Length > 0 ? Expected.Done : Expected.Forbidden;
        if (!caller.Roles.Any(role => call.Roles.Split(' ').Contains(role)) || !caller.Subtrees.Any(root => Reaches(call, root, place)))
            return Expected.Forbidden;
        // The public view ends above the leaves.
        if (caller.Roles is ["public"] && Country.IsLeaf(place))
            return Expected.Forbidden;
        return call.By switch
        {
            By.Row or By.Above => Expected.Done,
            _ when !Country.IsThere(place) => call.Name.StartsWith("PUT", StringComparison.Ordinal) ? Expected.Invalid : Expected.NotFound,
            By.Leaf when !Country.IsLeaf(place) => Expected.Invalid,
            _ => Expected.Done,
        };
    }

    private static bool Reaches(Call call, string root, string place) =>
        IsWithin(call.By == By.Above && place.LastIndexOf('.') is > 0 and var dot ? place[..dot] : place, root) || (call.By == By.CampaignRoot && IsWithin(root, place));

    private static bool IsWithin(string place, string root) => $"{place}.".StartsWith($"{root}.", StringComparison.Ordinal);
}

/// <summary>Somebody with a token, or without.</summary>
internal sealed record Caller(string[] Roles, string[] Subtrees, bool IsGood = true, string? Token = null)
{
    public override string ToString() => IsGood ? $"[{string.Join(' ', Roles)}] of [{string.Join(' ', Subtrees)}]" : "nobody";
}
