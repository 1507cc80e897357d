using GridGrains.Bench.Hosts;

namespace GridGrains.Bench.Ingest;

/// <summary>Which connection reports to which grids: in a small city each to all of them, in a large one each to its own, for a report prepared for each grid and connection would be a lot of memory.</summary>
internal sealed class LoadPlan
{
    private const int SharedUpTo = 1_000;

    private readonly string[][] gridsOf;

    public LoadPlan(IReadOnlyList<string> grids, int connections)
    {
        gridsOf = [.. Enumerable.Range(0, connections).Select(n => grids.Count <= SharedUpTo ? [.. grids] : Own(grids, n, connections))];
    }

    /// <summary>A connection with its reports.</summary>
    public LoadConnection Connect(int number, LoadedService service, int observations = ReportTemplate.Observations) => new(
        service.Address, [.. gridsOf[number].Select(grid => new ReportTemplate(LoadedService.PathOf(grid), service.Token, observations))], number, gridsOf.Length);

    /// <summary>How many of the first reports go to each grid.</summary>
    public Dictionary<string, long> Count(long reports)
    {
        var counts = new Dictionary<string, long>();
        for (var n = 0L; n < reports; n++)
        {
            var own = gridsOf[n % gridsOf.Length];
            var grid = own[n % own.Length];
            counts[grid] = counts.GetValueOrDefault(grid) + 1;
        }
        return counts;
    }

    // A connection goes by steps of their number, which must come to all of its grids; so the last few of a city may get none.
    private static string[] Own(IReadOnlyList<string> grids, int connection, int connections)
    {
        var each = grids.Count / connections;
        while (Greatest(each, connections) != 1)
            each--;
        return [.. grids.Skip(connection * each).Take(each)];
    }

    private static int Greatest(int a, int b) => b == 0 ? a : Greatest(b, a % b);
}
