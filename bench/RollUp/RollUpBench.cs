using GridGrains.Bench.Hosts;
using GridGrains.Bench.Ingest;
using GridGrains.Bench.Measuring;

namespace GridGrains.Bench.RollUp;

/// <summary>
/// How many messages a city is really sent for a million observations, where one that is told of each would get a million. The city has ten children that report
/// flat out, and they are leaves, so that every message that the service's own figures count is one to the city; what stands below a child changes nothing about how often that child speaks.
/// </summary>
internal static class RollUpBench
{
    private const string Name = "observations for each message into the city";
    private const int Children = 10;

    public static async Task<int> RunAsync(int connections, TimeSpan duration, int rounds, CancellationToken cancellation)
    {
        var contender = new Contender("roll-up", Name, c => MeasureAsync(new IngestLoad(connections, duration, Children), c));
        var findings = await Rounds.RunAsync([contender], rounds, [], cancellation);
        return await Result.KeepAsync("roll-up", findings, [new Comparison(Name, null, 1_000)], new { connections, duration, children = Children });
    }

    private static async Task<Row> MeasureAsync(IngestLoad load, CancellationToken cancellation)
    {
        await using var service = await LoadedService.OwnHostAsync(keepsNothing: false, load.Grids, cancellation);
        var measured = await load.MeasureAsync(Name, service, 0, Check.TotalsAndRepeats, cancellation);
        var messages = await service.MessagesUpAsync(cancellation);
        if (messages <= 0)
            throw new InvalidDataException($"the service does not count '{OwnHost.MessagesCounter}'");
        var observations = await service.TotalAsync(BenchCity.Root, cancellation) / (double)ReportTemplate.PeoplePerTube;
        return new(Name, Math.Round(observations / messages), "observations a message", new Dictionary<string, double>
        {
            ["messagesPerMillionObservations"] = Math.Round(messages / observations * 1e6),
            ["messages"] = messages,
            ["observations"] = observations,
            ["observationsPerSecond"] = measured.Value,
            ["children"] = Children,
            ["load"] = Usage.Load,
        });
    }
}
