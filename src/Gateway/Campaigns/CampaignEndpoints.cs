using System.Collections.Immutable;
using Microsoft.Extensions.Options;

namespace GridGrains.Gateway;

/// <summary><c>/api/campaigns</c>: which there are, creating, changing and closing them.</summary>
internal sealed class CampaignEndpoints(
    IGrainFactory grains, CurrentCity current, CityFollower follower, TimeProvider time, IOptions<GatewayOptions> options)
{
    private ICityGrain City => grains.GetGrain<ICityGrain>(0);

    public async Task ListAsync(HttpContext http)
    {
        if (Access.SubtreesFor(http.User, AccessAction.Read).Count == 0)
        {
            await http.WriteProblemAsync(Problem.Forbidden());
            return;
        }
        var seen = current.Value.Campaigns.Where(c => Access.Sees(http.User, c)).Select(Show).ToImmutableArray();
        await http.WriteJsonAsync(seen, WireJson.Default.ImmutableArrayCampaign);
    }

    public async Task GetAsync(string c, HttpContext http)
    {
        if (Access.SubtreesFor(http.User, AccessAction.Read).Count == 0)
            await http.WriteProblemAsync(Problem.Forbidden());
        else if (await FindAsync(c) is not { } campaign)
            await http.WriteProblemAsync(Unknown());
        else if (!Access.Sees(http.User, campaign))
            await http.WriteProblemAsync(Problem.Forbidden());
        else
            await AnswerAsync(http, campaign);
    }

    public async Task PutAsync(string c, HttpContext http)
    {
        if (Access.SubtreesFor(http.User, AccessAction.RunCampaigns).Count == 0)
        {
            await http.WriteProblemAsync(Problem.Forbidden());
            return;
        }
        var (body, tooLarge) = await Body.ReadAsync(
            http, options.Value.MaxBodyBytes, 0, static (utf8, _) => WireBody.Read(utf8, WireJson.Default.CampaignBody));
        if ((tooLarge ?? body.Problem) is { } unread)
        {
            await http.WriteProblemAsync(unread);
            return;
        }
        var (campaign, invalid) = body.Value!.Read(c, time.GetUtcNow());
        var refused = invalid ?? (await MayRunAsync(http, c, campaign!.Root) ? null : Problem.Forbidden());
        if (refused is not null)
            await http.WriteProblemAsync(refused);
        else
            await AnswerAsync(http, c, await LedgerCall.AskAsync(() => PutAsync(campaign!, body.Value.Emergency?.Plan, Access.Subject(http.User))));
    }

    public async Task CloseAsync(string c, HttpContext http)
    {
        if (Access.SubtreesFor(http.User, AccessAction.RunCampaigns).Count == 0)
            await http.WriteProblemAsync(Problem.Forbidden());
        else if (await FindAsync(c) is not { } campaign)
            await http.WriteProblemAsync(Unknown());
        else if (!Access.Decide(http.User, AccessAction.RunCampaigns, campaign.Root))
            await http.WriteProblemAsync(Problem.Forbidden());
        else
            await AnswerAsync(http, c, await LedgerCall.AskAsync(() => City.CloseCampaign(c, Access.Subject(http.User))));
    }

    private Task<ImportOutcome> PutAsync(Campaign campaign, string? plan, string by) =>
        plan is null ? City.PutCampaign(campaign, by) : City.PutEmergency(campaign, plan, by);

    // Both where it is to be and where it is: else a campaign could be taken from others by its name.
    private async ValueTask<bool> MayRunAsync(HttpContext http, string id, PlaceId root) =>
        Access.Decide(http.User, AccessAction.RunCampaigns, root)
        && (await FindAsync(id) is not { } present || Access.Decide(http.User, AccessAction.RunCampaigns, present.Root));

    private async ValueTask<Campaign?> FindAsync(string id)
    {
        if (current.Value.TryGetCampaign(id, out var known))
            return known;
        await LedgerCall.AskAsync(follower.RefreshAsync);
        return current.Value.TryGetCampaign(id, out known) ? known : null;
    }

    private async Task AnswerAsync(HttpContext http, string id, ImportOutcome outcome)
    {
        if (!outcome.Errors.IsDefaultOrEmpty)
        {
            var errors = new MemberErrors();
            foreach (var error in outcome.Errors)
                errors.Add(error.Member, error.Message);
            await http.WriteProblemAsync(Problem.Invalid(errors));
            return;
        }
        await LedgerCall.AskAsync(follower.RefreshAsync);
        if (current.Value.TryGetCampaign(id, out var campaign))
            await AnswerAsync(http, campaign);
        else
            await http.WriteProblemAsync(Problem.Unavailable("the change is made, but not heard of here yet"));
    }

    private static Task AnswerAsync(HttpContext http, Campaign campaign) => http.WriteJsonAsync(Show(campaign), WireJson.Default.Campaign);

    private static Problem Unknown() => Problem.NotFound("there is no such campaign");

    private static Wire.Campaign Show(Campaign campaign) => new(
        campaign.Id,
        campaign.Kind == CampaignKind.Round ? "round" : "standing",
        campaign.Title,
        campaign.TitleEn,
        campaign.Root.Value,
        campaign.OpensAt.ToUniversalTime(),
        campaign.Deadline?.ToUniversalTime(),
        campaign.State == CampaignState.Open ? "open" : "closed",
        campaign.Targets,
        campaign.Drill is { } drill ? new Wire.Drill(drill.Origin.ToUniversalTime(), drill.Speed) : null,
        campaign.CreatedAt.ToUniversalTime(),
        campaign.Emergency is { } emergency ? new Wire.Emergency(emergency.Plan.Code, campaign.OpensAt.ToUniversalTime()) : null);
}
