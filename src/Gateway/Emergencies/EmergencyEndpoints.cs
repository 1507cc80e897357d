namespace GridGrains.Gateway;

/// <summary><c>…/emergency</c>: how an emergency stands, what stewards say is done, and its first hours.</summary>
internal sealed class EmergencyEndpoints(IGrainFactory grains, CurrentCity current, CityFollower follower)
{
    private const int MostNamed = 500;

    public async Task GetAsync(string c, HttpContext http)
    {
        if (await FindAsync(http, AccessAction.Read, c) is not { } campaign)
            return;
        var query = new QueryReader(http.Request.Query);
        var limit = query.Number("limit", MostNamed, 0, MostNamed);
        if (query.Problem is { } wrong)
            await http.WriteProblemAsync(wrong);
        else if (await AskAsync(c, limit) is { } status)
            await http.WriteJsonAsync(EmergencyShape.Of(campaign, status, current.Value), WireJson.Default.EmergencyStatus);
        else
            await http.WriteProblemAsync(Unknown(c));
    }

    public Task FinishAsync(string c, string task, HttpContext http) => MarkAsync(c, task, done: true, http);

    public Task ReopenAsync(string c, string task, HttpContext http) => MarkAsync(c, task, done: false, http);

    public async Task SummaryAsync(string c, HttpContext http)
    {
        if (await FindAsync(http, AccessAction.Read, c) is not { } campaign)
            return;
        var query = new QueryReader(http.Request.Query);
        var format = query.Text("format");
        var language = query.Text("lang") ?? "zh";
        if (format is not (null or "json" or "csv"))
            query.Refuse("format", "must be json or csv");
        if (language is not ("zh" or "en"))
            query.Refuse("lang", "must be zh or en");
        if (query.Problem is { } wrong)
            await http.WriteProblemAsync(wrong);
        else if (await LedgerCall.AskAsync(() => grains.GetGrain<IEmergencyGrain>(c).Summary(current.Value.Version)) is not { } summary)
            await http.WriteProblemAsync(Unknown(c));
        else if (format is null ? DailyEndpoints.WantsCsv(http.Request) : format == "csv")
            await WriteCsvAsync(http, EmergencyShape.Of(campaign, summary, current.Value), isChinese: language == "zh");
        else
            await http.WriteJsonAsync(EmergencyShape.Of(campaign, summary, current.Value), WireJson.Default.EmergencySummary);
    }

    private async Task MarkAsync(string c, string task, bool done, HttpContext http)
    {
        if (await FindAsync(http, AccessAction.RunCampaigns, c) is not { } campaign)
            return;
        if (campaign.Emergency!.Task(task) is null)
        {
            await http.WriteProblemAsync(Problem.NotFound("the emergency's plan has no such task"));
            return;
        }
        var outcome = await LedgerCall.AskAsync(() => grains.GetGrain<ICityGrain>(0).MarkTask(c, task, done, Access.Subject(http.User)));
        if (!outcome.Errors.IsDefaultOrEmpty)
        {
            await http.WriteProblemAsync(Problem.Closed(c));
            return;
        }
        await LedgerCall.AskAsync(follower.RefreshAsync);
        if (await AskAsync(c, limit: 0) is { } status)
            await http.WriteJsonAsync(EmergencyShape.Of(campaign.Emergency.Task(task)!, status), WireJson.Default.EmergencyTask);
        else
            await http.WriteProblemAsync(Problem.Unavailable("the change is made, but not heard of here yet"));
    }

    private Task<EmergencyStatus?> AskAsync(string campaign, int limit) =>
        LedgerCall.AskAsync(() => grains.GetGrain<IEmergencyGrain>(campaign).Get(current.Value.Version, limit));

    // What it says is of everything below the root, so it is for those who may see all of that. Null where a problem has been answered.
    private async ValueTask<Campaign?> FindAsync(HttpContext http, AccessAction action, string id)
    {
        if (Access.SubtreesFor(http.User, action).Count == 0)
        {
            await http.WriteProblemAsync(Problem.Forbidden());
            return null;
        }
        if (!current.Value.TryGetCampaign(id, out var campaign))
        {
            await LedgerCall.AskAsync(follower.RefreshAsync);
            current.Value.TryGetCampaign(id, out campaign);
        }
        var refused = campaign is null ? Problem.NotFound("there is no such campaign")
            : !Access.Decide(http.User, action, campaign.Root) ? Problem.Forbidden()
            : campaign.Emergency is null ? Unknown(id)
            : null;
        if (refused is null)
            return campaign;
        await http.WriteProblemAsync(refused);
        return null;
    }

    private static Problem Unknown(string id) => Problem.NotFound($"campaign {id} is no emergency");

    private static async Task WriteCsvAsync(HttpContext http, Wire.EmergencySummary summary, bool isChinese)
    {
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{summary.Campaign}_emergency.csv\"";
        http.Response.Headers.CacheControl = "no-store";
        await http.Response.WriteAsync(EmergencyCsv.Write(summary, isChinese), http.RequestAborted);
    }
}
