namespace GridGrains.Cli;

/// <summary>
/// Plays a scenario through the service's own API at the pace of its campaigns' clocks. Every start sends the plan from its beginning: what was
/// known before is answered as a duplicate and not counted again, so the play goes on where it was.
/// </summary>
internal sealed class DrillPlayer(Service service, DataDirectory directory, string scenarioName)
{
    private const double Speed = 120;
    private const int Clients = 4;
    private static readonly TimeSpan TokenTtl = TimeSpan.FromDays(30);

    /// <summary>Imports, greets, and plays to the end or until it is told to stop. The service goes on without it if it fails.</summary>
    public async Task PlayAsync(Greeting greeting, CancellationToken stopping)
    {
        try
        {
            var scenario = new Scenario(Path.Combine(AppContext.BaseDirectory, "scenarios", scenarioName)).AsDrill(Speed);
            var token = directory.IssueToken(["steward"], scenario.City.Roots.Select(r => r.Place.Id), TokenTtl);
            using var api = new Api(service.Address, token, Clients, TimeProvider.System);
            await new Importer(api).ImportAsync(scenario, stopping);
            await greeting.PrintAsync(stopping);
            Screen.Line($"Playing {scenarioName} as a drill, {Speed:0} times as fast as it was");
            var paces = await Paces.OfAsync(scenario, Pace.Max(TimeProvider.System), api, stopping);
            await new Sender(api, campaign => paces[campaign], Clients).SendAsync(Playbook.Of(scenario, TokenSubject.Of(token)).Reports, stopping);
            Screen.Line($"{scenarioName} is played");
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // It goes on at the next start.
        }
        catch (Exception e) when (e is CommandFailure or ApiRefusal)
        {
            Screen.Error($"The drill is not played any further: {e.Message}");
        }
    }
}
