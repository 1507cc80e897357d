using System.Collections.Immutable;
using System.Net.Http.Json;
using System.Text;

namespace GridGrains.Faults;

/// <summary>One ledger: a leaf in a campaign.</summary>
internal readonly record struct Ledger(string Campaign, string Place);

/// <summary>The city that the faults strike: five levels, 60 grids, and two campaigns over all of it.</summary>
internal static class FaultCity
{
    /// <summary>The root.</summary>
    public const string Root = "fc";

    private const int Counties = 2;
    private const int TownsEach = 2;
    private const int VillagesEach = 3;
    private const int GridsEach = 5;

    /// <summary>A round and a standing campaign.</summary>
    public static ImmutableArray<string> Campaigns { get; } = ["fault-round", "fault-standing"];

    /// <summary>Every place with its level, parents first.</summary>
    public static ImmutableArray<(string Place, string Level)> Places { get; } = [.. All()];

    /// <summary>The grids.</summary>
    public static ImmutableArray<string> Leaves { get; } = [.. Places.Where(p => p.Level == "grid").Select(p => p.Place)];

    /// <summary>Every grid in every campaign.</summary>
    public static ImmutableArray<Ledger> Ledgers { get; } = [.. from campaign in Campaigns from leaf in Leaves select new Ledger(campaign, leaf)];

    /// <summary>Brings it in.</summary>
    public static async Task ImportAsync(Target target, CancellationToken cancellation)
    {
        using var steward = target.Client(target.Tokens.Issue("steward", "steward", Root));
        var csv = new StringBuilder("id,level,name\n");
        foreach (var (place, level) in Places)
            csv.Append(place).Append(',').Append(level).Append(',').Append(place).Append('\n');
        using var places = new StringContent(csv.ToString(), Encoding.UTF8, "text/csv");
        await RequireAsync(await steward.PutAsync(new Uri("api/places", UriKind.Relative), places, cancellation), cancellation);
        foreach (var campaign in Campaigns)
        {
            var body = new { kind = campaign.EndsWith("round", StringComparison.Ordinal) ? "round" : "standing", title = campaign, root = Root, opensAt = "2022-10-06T07:00:00+08:00", targets = new { } };
            await RequireAsync(await steward.PutAsJsonAsync(new Uri($"api/campaigns/{campaign}", UriKind.Relative), body, cancellation), cancellation);
        }
    }

    private static IEnumerable<(string, string)> All()
    {
        yield return (Root, "city");
        foreach (var county in Named(Root, "c", Counties))
        {
            yield return (county, "county");
            foreach (var town in Named(county, "t", TownsEach))
            {
                yield return (town, "town");
                foreach (var village in Named(town, "v", VillagesEach))
                {
                    yield return (village, "village");
                    foreach (var grid in Named(village, "g", GridsEach))
                        yield return (grid, "grid");
                }
            }
        }
    }

    private static IEnumerable<string> Named(string parent, string letter, int count) => Enumerable.Range(1, count).Select(i => $"{parent}.{letter}{i}");

    private static async Task RequireAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        using (answer)
        {
            if (!answer.IsSuccessStatusCode)
                throw new InvalidOperationException($"the import was answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellation)}");
        }
    }
}
