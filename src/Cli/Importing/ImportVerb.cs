using System.CommandLine;

namespace GridGrains.Cli;

/// <summary><c>import DIR</c>: a scenario's tree, posts and campaigns, without playing it.</summary>
internal sealed class ImportVerb : Command
{
    private readonly Argument<string> directory = new("DIR") { Description = "A folder with places.csv, posts.csv and campaigns.json" };
    private readonly ConnectOptions connect;

    public ImportVerb()
        : base("import", "Imports places.csv, posts.csv and campaigns.json of a scenario")
    {
        Add(directory);
        connect = new ConnectOptions(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var scenario = new Scenario(parsed.GetRequiredValue(directory));
        using var connection = connect.Open(parsed, scenario.Campaigns.Select(c => c.Root), connections: 1);
        await new Importer(connection.Api).ImportAsync(scenario, cancellation);
        Screen.Line($"{scenario.Name}: {scenario.City.PlaceCount} places and {scenario.Campaigns.Length} campaigns are there");
        return ExitCode.Done;
    }
}
