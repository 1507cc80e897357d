namespace GridGrains.EndToEnd.Tests;

public sealed class PlayTests(Databases databases)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("shengtang", Keeper.Sqlite)]
    [InlineData("shengtang", Keeper.Postgres)]
    [InlineData("jingde", Keeper.Sqlite)]
    [InlineData("jingde", Keeper.Postgres)]
    [InlineData("tianchang", Keeper.Sqlite)]
    [InlineData("tianchang", Keeper.Postgres)]
    public async Task Play_OnceAgainAndShuffledThrice_ReachesTheSameFigures(string scenario, Keeper keeper)
    {
        await using var home = await Home.NewAsync(keeper, databases);
        await home.ServeAsync("--empty");
        string[] play = ["play", Places.Scenario(scenario), "--speed", "max"];
        var first = await home.RunAsync(0, play);
        Assert.DoesNotContain("WRONG", first.Output, StringComparison.Ordinal);
        Assert.Contains(" 0 of them known before", first.Output, StringComparison.Ordinal);

        var second = await home.RunAsync(0, play);
        Assert.DoesNotContain(" 0 of them known before", second.Output, StringComparison.Ordinal);
        await home.RunAsync(0, [.. play, "--shuffle", "7", "--repeat", "3"]);
    }

    [Fact]
    public async Task Play_ShuffledThriceOnAnEmptyLedger_ReachesTheFigures()
    {
        await using var home = new Home();
        await home.ServeAsync("--empty");
        await home.RunAsync(0, "play", Places.Scenario("tianchang"), "--speed", "max", "--shuffle", "11", "--repeat", "3");
        await home.RunAsync(0, "audit", "--campaign", "tianchang-duty", "--place", "tianchang");
    }

    [Fact]
    public async Task Play_WhereAFigureIsWrong_SaysWhichAndExitsWith1()
    {
        var folder = Directory.CreateTempSubdirectory("gridgrains-");
        try
        {
            await using var home = new Home();
            await home.ServeAsync("--empty");
            var scenario = Places.Large(folder, observations: 1200);
            var expected = Path.Combine(scenario, "expected.json");
            await File.WriteAllTextAsync(expected, (await File.ReadAllTextAsync(expected, Cancellation)).Replace("1200", "1201", StringComparison.Ordinal), Cancellation);
            var played = await home.RunAsync(1, "play", scenario, "--speed", "max");
            Assert.Contains("WRONG", played.Output, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Play_NobodyServes_IsOutOfReach()
    {
        await using var home = new Home();
        await home.ServeAsync("--empty");
        await home.StopAsync();
        var played = await home.RunAsync(3, "play", Places.Scenario("tianchang"));
        Assert.Contains("does not answer", played.Errors, StringComparison.Ordinal);
    }
}
