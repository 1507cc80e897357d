using Microsoft.Extensions.Options;

namespace GridGrains.Gateway;

/// <summary><c>…/webhooks</c>: which other systems are told of a place and what is below it.</summary>
internal sealed class WebhookEndpoints(LedgerLookup ledgers, IGrainFactory grains, IOptions<GatewayOptions> options)
{
    public async Task ListAsync(string c, string p, HttpContext http)
    {
        var found = await ledgers.FindAsync(http.User, AccessAction.Subscribe, c, p);
        if (found.Problem is { } refused)
        {
            await http.WriteProblemAsync(refused);
            return;
        }
        var states = await LedgerCall.AskAsync(() => Webhooks(c).List(found.Key.Place));
        await http.WriteJsonAsync([.. states.Select(WebhookShape.Of)], WireJson.Default.ImmutableArrayWebhook);
    }

    public async Task RegisterAsync(string c, string p, HttpContext http)
    {
        var found = await ledgers.FindAsync(http.User, AccessAction.Subscribe, c, p);
        if (found.Problem is { } refused)
        {
            await http.WriteProblemAsync(refused);
            return;
        }
        var (body, tooLarge) = await Body.ReadAsync(
            http, options.Value.MaxBodyBytes, 0, static (utf8, _) => WireBody.Read(utf8, WireJson.Default.WebhookBody));
        var (webhook, invalid) = body.Value?.Read(found.Key) ?? default;
        if ((tooLarge ?? body.Problem ?? invalid) is { } wrong)
        {
            await http.WriteProblemAsync(wrong);
            return;
        }
        var answer = await LedgerCall.AskAsync(() => Webhooks(c).Register(webhook!, body.Value!.Secret!, Access.Subject(http.User)));
        if (answer.State is { } state)
            await http.WriteJsonAsync(WebhookShape.Of(state), WireJson.Default.Webhook);
        else
            await http.WriteProblemAsync(Problem.Invalid(answer.Member!, answer.Message!));
    }

    public async Task RemoveAsync(string c, string p, string id, HttpContext http)
    {
        var found = await ledgers.FindAsync(http.User, AccessAction.Subscribe, c, p);
        if (found.Problem is { } refused)
            await http.WriteProblemAsync(refused);
        else if (Guid.TryParseExact(id, "D", out var webhook)
            && await LedgerCall.AskAsync(() => Webhooks(c).Remove(found.Key.Place, webhook, Access.Subject(http.User))) is { } removed)
            await http.WriteJsonAsync(WebhookShape.Of(removed), WireJson.Default.Webhook);
        else
            await http.WriteProblemAsync(Problem.NotFound("there is no such webhook at or below this place"));
    }

    private IWebhookGrain Webhooks(string campaign) => grains.GetGrain<IWebhookGrain>(campaign);
}
