namespace GridGrains.EndToEnd.Tests;

public sealed class CrashTests(Databases databases) : IDisposable
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private const int Observations = 100_000;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("gridgrains-");

    [Theory]
    [InlineData(Keeper.Sqlite)]
    [InlineData(Keeper.Postgres)]
    public async Task Play_ServiceKilledInTheMiddle_EndsWithExactFiguresThatTheJournalHasToo(Keeper keeper)
    {
        await using var home = await Home.NewAsync(keeper, databases);
        await home.ServeAsync("--empty");
        var scenario = Places.Large(folder, Observations);
        await home.RunAsync(0, "import", scenario);
        await using var play = StartedProgram.Start(home.Line("play", scenario, "--speed", "max"));
        using var api = home.Api("jingde");
        for (var kills = 1; kills <= 2; kills++)
        {
            var reached = Observations / 10 * kills / 4;
            await Wait.UntilAsync($"{reached} reports are counted", async () =>
            {
                Assert.False(play.HasEnded, $"the play ended before the service was killed\n{play.Errors}");
                return (await api.SnapshotAsync("jingde-watch", "jingde", Cancellation)).Version > reached;
            });
            await home.Service.KillAsync();
            await home.ServeAsync("--empty");
        }
        await play.EndAsync(0);

        var again = await home.RunAsync(0, "play", scenario, "--speed", "max");
        Assert.Contains("1 of 1 figures right", again.Output, StringComparison.Ordinal);
        var audit = await home.RunAsync(0, "audit", "--campaign", "jingde-watch", "--place", "jingde");
        Assert.Contains("all 1,157", audit.Output, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Delete(recursive: true);
}
