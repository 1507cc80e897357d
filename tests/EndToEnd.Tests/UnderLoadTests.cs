using GridGrains.Cli;

namespace GridGrains.EndToEnd.Tests;

public sealed class UnderLoadTests(Databases databases) : IDisposable
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static readonly string[] Areas = ["jingde", "jingde.jingyang", "jingde.jingyang.v01", "jingde.jingyang.v01.a01"];
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("gridgrains-");

    [Theory]
    [InlineData(Keeper.Sqlite)]
    [InlineData(Keeper.Postgres)]
    public async Task Children_WhileAPlayRuns_SumToTheParentAndNoVersionFalls(Keeper keeper)
    {
        await using var home = await Home.NewAsync(keeper, databases);
        await home.ServeAsync("--empty");
        var scenario = Places.Large(folder, observations: 120_000);
        await home.RunAsync(0, "import", scenario);
        await using var play = StartedProgram.Start(home.Line("play", scenario, "--speed", "max"));
        using var api = home.Api("jingde");
        var versions = new Dictionary<string, long>();
        var looks = 0;
        using var tenth = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!play.HasEnded && await tenth.WaitForNextTickAsync(Cancellation))
        {
            foreach (var area in Areas)
                Look(await api.ChildrenAsync("jingde-watch", area, Cancellation), versions);
            looks++;
        }
        await play.EndAsync(0);
        Assert.True(looks >= 10, $"the play was over after {looks} looks");
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static void Look(FamilyView family, Dictionary<string, long> versions)
    {
        Assert.Equal(family.Snapshot.Version, family.Children.Sum(c => c.Version));
        foreach (var count in family.Children.SelectMany(c => c.Counts.Keys).Union(family.Snapshot.Counts.Keys))
            Assert.Equal((count, family.Snapshot.Counts.GetValueOrDefault(count)), (count, family.Children.Sum(c => c.Counts.GetValueOrDefault(count))));
        var (place, version) = (family.Snapshot.Place, family.Snapshot.Version);
        Assert.True(version >= versions.GetValueOrDefault(place), $"{place} fell from {versions.GetValueOrDefault(place)} to {version}");
        versions[place] = version;
    }
}
