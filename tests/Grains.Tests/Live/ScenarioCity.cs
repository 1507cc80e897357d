using System.Collections.Immutable;
using System.Globalization;
using Xunit;

namespace GridGrains.Grains.Tests.Live;

/// <summary>A real place of <c>scenarios/</c> on the real silo, at a moment that the fact chooses.</summary>
internal sealed class ScenarioCity : IAsyncDisposable
{
    private static readonly string[] AttributeColumns = ["households", "residents", "grid_heads", "grid_members"];

    private readonly ShiftedTime time;
    private readonly RunningSilo silo;
    private readonly string campaign;

    private ScenarioCity(ShiftedTime time, RunningSilo silo, string campaign) => (this.time, this.silo, this.campaign) = (time, silo, campaign);

    /// <summary>The place's tree, posts and a campaign over all of it that opens now.</summary>
    public static async Task<ScenarioCity> StartAsync(string name, string root, CampaignKind kind, DateTimeOffset now)
    {
        var time = new ShiftedTime();
        time.Advance(now - time.GetUtcNow());
        var silo = await RunningSilo.StartAsync(time);
        var city = silo.Grains.GetGrain<ICityGrain>(0);
        Assert.Empty((await city.ImportPlaces([.. Rows(name, "places.csv").Select((row, n) => new ImportRow<Place>(n + 1, Place(row)))], false, "test")).Errors);
        Assert.Empty((await city.ImportPosts(
            [.. Rows(name, "posts.csv").Select((row, n) => new ImportRow<Post>(n + 1, new(row[0], PlaceId.Parse(row[1]), row[2], row[3], row[4], row[5])))],
            false,
            "test")).Errors);
        var campaign = City.CityFacts.Campaign(name, root) with { Kind = kind, OpensAt = now };
        Assert.Empty((await city.PutCampaign(campaign, "test")).Errors);
        await silo.FollowCityAsync();
        return new(time, silo, name);
    }

    /// <summary>The leaves below a place, in the order of the tree.</summary>
    public IReadOnlyList<string> LeavesOf(string place)
    {
        Assert.True(silo.CurrentCity.Value.TryGetPlace(PlaceId.Parse(place), out var node));
        return [.. node.Subtree().Where(n => n.IsLeaf).Select(n => n.Place.Id.Value)];
    }

    public async Task ReportAsync(string leaf, params Observation[] observations) => Assert.Equal(
        ReportRefusal.None,
        (await silo.Grains.GetGrain<IGridGrain>($"{campaign}/{leaf}").Report(Facts.Report(observations), Facts.Reporter)).Refusal);

    public void Advance(TimeSpan by) => time.Advance(by);

    public async Task<CountVector> CountsAsync(string area) => (await silo.Grains.GetGrain<IAreaGrain>($"{campaign}/{area}").Get()).Counts;

    public async Task<ImmutableArray<PostState>> PostsAsync(string leaf) => await silo.Grains.GetGrain<IGridGrain>($"{campaign}/{leaf}").Posts();

    public async Task<DailyReport> DailyAsync(string place, DateOnly day) =>
        (await silo.Grains.GetGrain<IJournalGrain>($"{campaign}/{place}").Daily(day.DayNumber))!;

    /// <summary>Waits until exactly these alerts of a rule stand at and below a place.</summary>
    public async Task<IReadOnlyList<Alert>> AlertsAsync(string place, string rule, int number)
    {
        // Somebody watches: what sleeps is asked by what is above it.
        var root = silo.Grains.GetGrain<IAreaGrain>($"{campaign}/{place}");
        return await Eventually.IsAsync<IReadOnlyList<Alert>>(
            async () =>
            {
                await root.Get();
                return [.. (await silo.Grains.GetGrain<IBoardGrain>(campaign).Alerts(PlaceId.Parse(place), 500)).Where(a => a.Rule == rule)];
            },
            alerts => alerts.Count == number,
            $"{number} alerts {rule} at {place}");
    }

    public ValueTask DisposeAsync() => silo.DisposeAsync();

    private static Place Place(string[] row) => new(
        PlaceId.Parse(row[0]), row[1], row[2], row[3].Length > 0 ? row[3] : null,
        AttributeColumns
            .Select((name, n) => (name, Text: row[n + 4]))
            .Where(a => a.Text.Length > 0)
            .ToImmutableSortedDictionary(a => a.name, a => long.Parse(a.Text, CultureInfo.InvariantCulture), StringComparer.Ordinal));

    private static IEnumerable<string[]> Rows(string name, string file) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "scenarios", name, file)).Skip(1).Where(l => l.Length > 0).Select(l => l.Split(','));
}
