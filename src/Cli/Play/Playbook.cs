using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace GridGrains.Cli;

/// <summary>A plan worked out to every single report. The same scenario and reporter give the same reports, byte for byte.</summary>
internal sealed class Playbook
{
    // Reports of 1 to 19 observations, 10 in the mean: a tube, a staircase, a street.
    private const int LargestReport = 19;

    private Playbook(ImmutableArray<PlannedReport> reports) => Reports = reports;

    /// <summary>All reports in the order in which they are due.</summary>
    public ImmutableArray<PlannedReport> Reports { get; }

    /// <summary>Works out a scenario's plan for the reporter of this name (the token's <c>sub</c>).</summary>
    public static Playbook Of(Scenario scenario, string reporter)
    {
        var path = scenario.PathOf("plan.csv");
        var rows = PlanReader.Read(path);
        if (rows.FirstOrDefault(r => scenario.Campaigns.All(c => c.Id != r.Campaign)) is { } stray)
            throw new CommandFailure(ExitCode.WrongUse, $"'{path}', row {stray.Number}: '{stray.Campaign}' is not in campaigns.json.");
        return Of(scenario.City, rows, reporter, path);
    }

    /// <summary>As above, from rows; <paramref name="name"/> is what errors call the plan.</summary>
    public static Playbook Of(City city, ImmutableArray<PlanRow> rows, string reporter, string name)
    {
        var byLeaf = new Dictionary<(string Campaign, PlaceId Leaf), List<Observation>>();
        foreach (var row in rows)
        {
            var leaves = LeavesBelow(city, row, name);
            var parts = Share.Of(row.Total, [.. leaves.Select(Residents)]);
            var curve = new WorkCurve(row);
            var first = 1L;
            for (var i = 0; i < leaves.Length; i++)
            {
                var key = (row.Campaign, leaves[i].Place.Id);
                if (!byLeaf.TryGetValue(key, out var observations))
                    byLeaf.Add(key, observations = []);
                observations.AddRange(LeafWork.Of(row, curve, parts[i], Phase(row, leaves[i].Place.Id), first));
                first += LeafWork.Subjects(row, parts[i]);
            }
        }
        return new Playbook([.. byLeaf.SelectMany(leaf => Reporting(leaf.Key.Campaign, leaf.Key.Leaf, leaf.Value, reporter))
            .OrderBy(r => r.Due).ThenBy(r => r.ReportId)]);
    }

    private static ImmutableArray<PlaceNode> LeavesBelow(City city, PlanRow row, string name)
    {
        if (!city.TryGetPlace(row.Place, out var place))
            throw new CommandFailure(ExitCode.WrongUse, $"'{name}', row {row.Number}: '{row.Place}' is not in places.csv.");
        return [.. place.Subtree().Where(p => p.IsLeaf)];
    }

    private static long Residents(PlaceNode leaf) => leaf.Place.Attributes.GetValueOrDefault("residents");

    private static IEnumerable<PlannedReport> Reporting(string campaign, PlaceId leaf, List<Observation> observations, string reporter)
    {
        var inOrder = observations.OrderBy(o => o.At).ToImmutableArray();
        var sizes = Hash($"{campaign}/{leaf}");
        for (int begin = 0, number = 0; begin < inOrder.Length; number++)
        {
            sizes = Hash(sizes);
            var size = Math.Min(1 + (int)(sizes % LargestReport), inOrder.Length - begin);
            yield return ReportBody.Write(campaign, leaf, number, reporter, inOrder.Slice(begin, size));
            begin += size;
        }
    }

    private static double Phase(PlanRow row, PlaceId leaf) => ((Hash($"{row.Number}/{leaf}") % 1023) + 1) / 1024.0;

    private static uint Hash(string text) => Hash(Encoding.UTF8.GetBytes(text));

    private static uint Hash(uint before) => Hash(BitConverter.GetBytes(before));

    private static uint Hash(byte[] bytes) => BitConverter.ToUInt32(SHA256.HashData(bytes));
}
