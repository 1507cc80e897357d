using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;

namespace GridGrains.EndToEnd.Tests;

public sealed class ServeTests(Databases databases)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private const string Campaign = "shengtang-test";
    private const string Town = "enping.shengtang";

    [Theory]
    [InlineData(Keeper.Sqlite)]
    [InlineData(Keeper.Postgres)]
    public async Task Serve_EmptyDirectory_AcceptsAReport(Keeper keeper)
    {
        await using var home = await Home.NewAsync(keeper, databases);
        await home.ServeAsync("--empty");
        await home.RunAsync(0, "import", Places.Scenario("shengtang"));
        using var phone = home.Client("reporter", "enping.shengtang.v01.g01");
        using var answer = await phone.PostAsJsonAsync($"api/campaigns/{Campaign}/places/enping.shengtang.v01.g01/reports", Reports.Sampled("T1", 7), Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var api = home.Api(Town);
        await Wait.UntilAsync("the town has the report", async () => (await api.SnapshotAsync(Campaign, Town, Cancellation)).Counts.GetValueOrDefault("tests.sampled") == 7);
    }

    [Fact]
    public async Task Serve_NewDirectory_PlaysADrillThatGoesOnAfterARestart()
    {
        await using var home = new Home();
        await home.ServeAsync();
        await Wait.UntilAsync("the addresses are printed", () => home.Service.Output.Contains("Phone", StringComparison.Ordinal));
        Assert.Contains($"{home.Url}wall?campaign={Campaign}&place={Town}#token=", home.Service.Output, StringComparison.Ordinal);
        Assert.Contains($"{home.Url}phone?campaign={Campaign}&place=enping.shengtang.v01.g01#token=", home.Service.Output, StringComparison.Ordinal);
        using var api = home.Api("enping");
        var drill = (await api.CampaignAsync(Campaign, Cancellation))!;
        Assert.Equal(120, drill.Drill!.Speed);
        var version = 0L;
        await Wait.UntilAsync("the drill moves", async () => (version = (await api.SnapshotAsync(Campaign, Town, Cancellation)).Version) > 5);

        await home.StopAsync();
        await home.ServeAsync();
        using var again = home.Api("enping");
        Assert.Equal(drill.CreatedAt, (await again.CampaignAsync(Campaign, Cancellation))!.CreatedAt);
        Assert.True((await again.SnapshotAsync(Campaign, Town, Cancellation)).Version >= version, "a number fell over the restart");
        await Wait.UntilAsync("the drill moves on", async () => (await again.SnapshotAsync(Campaign, Town, Cancellation)).Version > version);
        await home.RunAsync(0, "audit", "--campaign", Campaign, "--place", Town);
    }

    [Fact]
    public async Task Serve_Terminated_StopsWithin10SecondsWhileClientsHoldOn()
    {
        await using var home = new Home();
        await home.ServeAsync("--empty");
        await home.RunAsync(0, "import", Places.Scenario("shengtang"));
        await using var wall = await home.HubAsync("viewer", Town, cancellation: Cancellation);
        await wall.InvokeAsync("Watch", Campaign, new[] { Town });
        var begun = Stopwatch.GetTimestamp();
        await home.StopAsync();
        Assert.InRange(Stopwatch.GetElapsedTime(begun).TotalSeconds, 0, 10);
    }

    [Fact]
    public async Task Serve_DirectoryThatIsServed_IsRefusedInASentence()
    {
        await using var home = new Home();
        await home.ServeAsync("--empty");
        var second = await StartedProgram.RunAsync(3, "serve", "--data", home.Data, "--urls", "http://127.0.0.1:0");
        Assert.Equal($"'{home.Data}' is served by another process.", second.Errors.Trim());
    }

    [Fact]
    public async Task Serve_AddressInUse_IsRefusedInASentence()
    {
        await using var first = new Home();
        await using var second = new Home();
        await first.ServeAsync("--empty");
        var refused = await StartedProgram.RunAsync(3, "serve", "--empty", "--data", second.Data, "--urls", first.Url.GetLeftPart(UriPartial.Authority));
        Assert.Contains("is in use by another program", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_UnreachableDatabase_IsRefusedInASentence()
    {
        await using var home = new Home();
        var refused = await StartedProgram.RunAsync(
            3, "serve", "--data", home.Data, "--urls", "http://127.0.0.1:0", "--postgres", "Host=127.0.0.1;Port=1;Database=none;Username=nobody;Timeout=2");
        Assert.Equal("The PostgreSQL database cannot be used: Failed to connect to 127.0.0.1:1: Connection refused.", refused.Errors.Trim());
    }

    [Fact]
    public async Task Serve_BadSetting_NamesKeyValueAndWhatIsAllowed()
    {
        await using var home = new Home();
        var refused = await StartedProgram.RunAsync(3, "serve", "--data", home.Data, "--urls", "http://127.0.0.1:0", "--postgres", "nonsense");
        Assert.Contains("Storage:Postgres is not a connection string", refused.Errors, StringComparison.Ordinal);
    }
}
