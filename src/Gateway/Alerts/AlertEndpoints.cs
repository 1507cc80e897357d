namespace GridGrains.Gateway;

/// <summary><c>…/alerts</c>: what stands at and below a place, and who looks after it.</summary>
internal sealed class AlertEndpoints(LedgerLookup ledgers, IGrainFactory grains, CurrentCity current)
{
    private const int MostListed = 500;

    public async Task ListAsync(string c, string p, HttpContext http)
    {
        var found = await ledgers.FindAsync(http.User, AccessAction.Read, c, p);
        if (found.Problem is { } refused)
        {
            await http.WriteProblemAsync(refused);
            return;
        }
        var query = new QueryReader(http.Request.Query);
        var limit = query.Number("limit", MostListed, 1, MostListed);
        if (query.Problem is { } wrong)
        {
            await http.WriteProblemAsync(wrong);
            return;
        }
        var alerts = await LedgerCall.AskAsync(() => grains.GetGrain<IBoardGrain>(c).Alerts(found.Key.Place, limit));
        await http.WriteJsonAsync([.. alerts.Select(alert => AlertShape.Of(alert, current.Value))], WireJson.Default.ImmutableArrayAlert);
    }

    public async Task AcknowledgeAsync(string c, string p, string id, HttpContext http)
    {
        var found = await ledgers.FindAsync(http.User, AccessAction.AcknowledgeAlerts, c, p);
        if (found.Problem is { } refused)
            await http.WriteProblemAsync(refused);
        else if (Guid.TryParseExact(id, "D", out var alert)
            && await LedgerCall.AskAsync(
                () => grains.GetGrain<IBoardGrain>(c).AcknowledgeAlert(found.Key.Place, alert, Access.Subject(http.User))) is { } acknowledged)
            await http.WriteJsonAsync(AlertShape.Of(acknowledged, current.Value), WireJson.Default.Alert);
        else
            await http.WriteProblemAsync(Problem.NotFound("no such alert stands at or below this place"));
    }
}
