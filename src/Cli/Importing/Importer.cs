namespace GridGrains.Cli;

/// <summary>Brings a scenario's places, posts and campaigns into the service. Doing it again changes nothing.</summary>
internal sealed class Importer(Api api)
{
    /// <summary>Places first, since posts and campaigns stand on them.</summary>
    public async Task ImportAsync(Scenario scenario, CancellationToken cancellation)
    {
        await PutTableAsync(scenario, "places", cancellation);
        await PutTableAsync(scenario, "posts", cancellation);
        foreach (var campaign in scenario.Campaigns)
            await TryAsync($"campaign {campaign.Id}", () => PutAsync(campaign, cancellation));
    }

    // The service imports a request as a whole or not at all; a table that is larger than a request goes piece by piece, parents first.
    private async Task PutTableAsync(Scenario scenario, string table, CancellationToken cancellation)
    {
        var csv = await File.ReadAllBytesAsync(scenario.PathOf($"{table}.csv"), cancellation);
        foreach (var (firstRow, piece) in CsvPieces.Of(csv))
        {
            var what = firstRow == 1 ? $"{table}.csv" : $"{table}.csv, its rows counted from row {firstRow} on,";
            await TryAsync(what, () => api.PutCsvAsync($"api/{table}", piece, cancellation));
        }
    }

    // What is a drill at the service stays one: that was settled when it was created.
    private async Task PutAsync(PlannedCampaign campaign, CancellationToken cancellation)
    {
        var known = await api.CampaignAsync(campaign.Id, cancellation);
        await api.PutCampaignAsync(known?.Drill is { } drill ? campaign.AsDrill(drill) : campaign, cancellation);
    }

    private static async Task TryAsync(string what, Func<Task> put)
    {
        try
        {
            await put();
        }
        catch (ApiRefusal refusal) when (refusal.Problem.Status is not (401 or 403))
        {
            throw new CommandFailure(ExitCode.NotSo, $"{what} is refused, nothing of it is imported: {refusal.Problem.Sentence}.");
        }
    }
}
