namespace GridGrains.Cli;

/// <summary>Brings a scenario's places, posts and campaigns into the service. Doing it again changes nothing.</summary>
internal sealed class Importer(Api api)
{
    /// <summary>Places first, since posts and campaigns stand on them.</summary>
    public async Task ImportAsync(Scenario scenario, CancellationToken cancellation)
    {
        await TryAsync("places.csv", () => api.PutCsvAsync("api/places", scenario.PathOf("places.csv"), cancellation));
        await TryAsync("posts.csv", () => api.PutCsvAsync("api/posts", scenario.PathOf("posts.csv"), cancellation));
        foreach (var campaign in scenario.Campaigns)
            await TryAsync($"campaign {campaign.Id}", () => PutAsync(campaign, cancellation));
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
