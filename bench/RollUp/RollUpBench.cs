using GridGrains.Bench.Hosts;
using GridGrains.Bench.Ingest;
using GridGrains.Bench.Measuring;

namespace GridGrains.Bench.RollUp;

/// <summary>
/// How many messages a city is really sent for a million observations, where one that is told of each would get a million. Its children are leaves that are reported to flat out,
/// so that every message that the service's own figures count is one to the city; what stands below a child changes nothing about how often that child speaks.
/// </summary>
internal static class RollUpBench
{
    // As many counties as the city of the other benchmarks has, and as many towns as a real one may have.
    private static readonly int[] Children = [2, 10];

    public static async Task<int> RunAsync(int connections, TimeSpan duration, int rounds, CancellationToken cancellation)
    {
        var contenders = Children.Select(n => new Contender(Name(n), Name(n), c => MeasureAsync(new IngestLoad(connections, duration, n), c))).ToList();
        var findings = await Rounds.RunAsync(contenders, rounds, [], cancellation);
        return await Result.KeepAsync("roll-up", findings, Children.Select(n => new Comparison(Name(n), null, 1_000)), new { connections, duration, children = Children });
    }

    private static string Name(int children) => $"observations for each message into a city of {children} children";

    private static async Task<Row> MeasureAsync(IngestLoad load, CancellationToken cancellation)
    {
        await using var service = await LoadedService.OwnHostAsync(keepsNothing: false, load.Grids, cancellation);
        var measured = await load.MeasureAsync(Name(load.Grids), service, 0, Check.TotalsAndRepeats, cancellation);
        var messages = await service.MessagesUpAsync(cancellation);
        if (messages <= 0)
            throw new InvalidDataException($"the service does not count '{OwnHost.MessagesCounter}'");
        var observations = await service.TotalAsync(BenchCity.Root, cancellation) / (double)ReportTemplate.PeoplePerTube;
        return new(Name(load.Grids), Math.Round(observations / messages), "observations a message", new Dictionary<string, double>
        {
            ["messagesPerMillionObservations"] = Math.Round(messages / observations * 1e6),
            ["messages"] = messages,
            ["observations"] = observations,
            ["observationsPerSecond"] = measured.Value,
            ["children"] = load.Grids,
            ["load"] = Usage.Load,
        });
    }
}
