namespace GridGrains.Cli;

/// <summary>The pace of each campaign of a scenario.</summary>
internal static class Paces
{
    /// <summary><paramref name="chosen"/>, except for drills at the service: their own clocks rule.</summary>
    public static async Task<IReadOnlyDictionary<string, Pace>> OfAsync(Scenario scenario, Pace chosen, Api api, CancellationToken cancellation)
    {
        var time = TimeProvider.System;
        var paces = new Dictionary<string, Pace>();
        foreach (var campaign in scenario.Campaigns)
        {
            var known = await api.CampaignAsync(campaign.Id, cancellation);
            paces[campaign.Id] = known?.Drill is { } drill ? Pace.From(drill.Origin + ((time.GetUtcNow() - known.CreatedAt) * drill.Speed), drill.Speed, time) : chosen;
        }
        return paces;
    }
}
