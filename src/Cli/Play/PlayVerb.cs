using System.CommandLine;
using System.Globalization;

namespace GridGrains.Cli;

/// <summary><c>play DIR</c>: plays a scenario's plan as phones would, then compares with what the numbers must be.</summary>
internal sealed class PlayVerb : Command
{
    private const double DefaultSpeed = 3600;

    private readonly Argument<string> directory = new("DIR") { Description = "A scenario: a folder with places.csv, campaigns.json, plan.csv, expected.json" };
    private readonly ConnectOptions connect;
    private readonly Option<double> speed = new("--speed")
    {
        Description = "How many times faster than it was, or max. A drill keeps its own clock",
        HelpName = "3600|max",
        DefaultValueFactory = _ => DefaultSpeed,
        CustomParser = ReadSpeed,
    };

    private readonly Option<int> clients = new("--clients") { Description = "Connections that send at once", HelpName = "64", DefaultValueFactory = _ => 64 };
    private readonly Option<int?> shuffle = new("--shuffle") { Description = "Sends in an order of chance from this seed", Hidden = true };
    private readonly Option<int> repeat = new("--repeat") { Description = "Sends every report so often", Hidden = true, DefaultValueFactory = _ => 1 };

    public PlayVerb()
        : base("play", "Plays a scenario's plan as phones would, then compares with expected.json: a table and exit 0 or 1")
    {
        connect = new ConnectOptions(this);
        clients.AtLeast(1);
        repeat.AtLeast(1);
        Add(directory);
        Add(speed);
        Add(clients);
        Add(shuffle);
        Add(repeat);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var scenario = new Scenario(parsed.GetRequiredValue(directory));
        var expectations = Expectation.Read(scenario.PathOf("expected.json"));
        var atOnce = parsed.GetValue(clients);
        using var connection = connect.Open(parsed, scenario.Campaigns.Select(c => c.Root), atOnce);
        var playbook = Playbook.Of(scenario, connection.Subject);
        await new Importer(connection.Api).ImportAsync(scenario, cancellation);

        var paces = await Paces.OfAsync(scenario, Chosen(playbook, parsed.GetValue(speed)), connection.Api, cancellation);
        var sender = new Sender(connection.Api, campaign => paces[campaign], atOnce);
        var order = SendingOrder.Of(playbook.Reports, parsed.GetValue(shuffle), parsed.GetValue(repeat));
        var begun = TimeProvider.System.GetTimestamp();
        await Screen.ProgressAsync("Reports", order.Length, () => sender.Sent, sender.SendAsync(order, cancellation), cancellation);
        var took = TimeProvider.System.GetElapsedTime(begun);

        var arrival = new Arrival(connection.Api, TimeProvider.System);
        foreach (var campaign in scenario.Campaigns)
            await arrival.UntilAsync(campaign, sender.Recorded(campaign.Id), cancellation);
        var findings = await arrival.CompareAsync(expectations, cancellation);
        Screen.Table(
            ["campaign", "place", "figure", "expected", "found", ""],
            findings.Select(f => new[] { f.Campaign, f.Place, f.Figure, Screen.Number(f.Expected), Screen.Number(f.Found), f.IsRight ? "right" : "WRONG" }));
        var observations = order.Sum(r => (long)r.Observations.Length);
        Screen.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{sender.Sent} reports with {observations} observations in {took.TotalSeconds:0.0} s, {sender.Duplicates} of them known before; {findings.Count(f => f.IsRight)} of {findings.Length} figures right"));
        return findings.All(f => f.IsRight) ? ExitCode.Done : ExitCode.NotSo;
    }

    private static Pace Chosen(Playbook playbook, double speed) => double.IsInfinity(speed) || playbook.Reports.IsEmpty
        ? Pace.Max(TimeProvider.System)
        : Pace.From(playbook.Reports[0].Due, speed, TimeProvider.System);

    private static double ReadSpeed(System.CommandLine.Parsing.ArgumentResult argument)
    {
        var text = argument.Tokens.Count > 0 ? argument.Tokens[0].Value : "";
        if (text == "max")
            return double.PositiveInfinity;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var times) && times > 0 && double.IsFinite(times))
            return times;
        argument.AddError($"--speed is '{text}'; allowed are 'max' and numbers above 0.");
        return 0;
    }
}
