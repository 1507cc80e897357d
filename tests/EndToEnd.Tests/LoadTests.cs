using System.Text.Json;

namespace GridGrains.EndToEnd.Tests;

public sealed class LoadTests : IDisposable
{
    private const string Root = "load-town";
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("gridgrains-");

    private string Out => Path.Combine(folder.FullName, "result.json");

    [Fact]
    public async Task Load_ADayInSecondsWithAStorm_IsExactAndSaysWhatItFound()
    {
        await using var home = new Home();
        await home.ServeAsync("--empty");
        var load = await home.RunAsync(0, Line("--duration", "4s", "--storm-at", "2s", "--people", "5000"));
        Assert.Contains("Exactly once", load.Output, StringComparison.Ordinal);

        var result = JsonSerializer.Deserialize<JsonElement>(await File.ReadAllBytesAsync(Out, Cancellation));
        Assert.Equal("exact", result.GetProperty("verdict").GetString());
        Assert.StartsWith("open", result.GetProperty("run").GetProperty("loop").GetString(), StringComparison.Ordinal);
        var figures = result.GetProperty("figures");
        Assert.Equal(["all", "REST, one by one", "REST, in bulk", "hub"], Names(figures, "acknowledgement"));
        Assert.Equal(["grid", "area below the root", "root"], Names(figures, "staleness"));
        Assert.Equal(0, figures.GetProperty("neverSeen").GetInt32());
        Assert.Equal(12, figures.GetProperty("return").GetProperty("count").GetInt64());
        Assert.True(figures.GetProperty("series").GetArrayLength() >= 3);
        if (OperatingSystem.IsLinux())
            Assert.Equal(home.Service.Id, figures.GetProperty("service").GetProperty("process").GetInt32());
        Assert.True(File.Exists(Path.ChangeExtension(Out, ".html")));
        await home.RunAsync(0, "audit", "--campaign", result.GetProperty("run").GetProperty("campaign").GetString()!, "--place", Root);
    }

    [Fact]
    public async Task Load_ServiceKilledInTheMiddle_IsExactAllTheSame()
    {
        await using var home = new Home();
        await home.ServeAsync("--empty");
        await using var load = StartedProgram.Start(home.Line(Line("--rate", "1000", "--duration", "6s")));
        await Wait.UntilAsync("the load names its campaign", () => load.Output.Contains("; campaign ", StringComparison.Ordinal) || load.HasEnded);
        var campaign = load.Output.Split("; campaign ")[1].Split('\n')[0].Trim();
        using var api = home.Api(Root);
        await Wait.UntilAsync("100 reports are counted", async () => load.HasEnded || (await api.SnapshotAsync(campaign, Root, Cancellation)).Version > 100);
        Assert.False(load.HasEnded, load.Errors);
        await home.Service.KillAsync();
        await home.ServeAsync("--empty");
        await load.EndAsync(0);
        var figures = JsonSerializer.Deserialize<JsonElement>(await File.ReadAllBytesAsync(Out, Cancellation)).GetProperty("figures");
        Assert.True(figures.GetProperty("lost").GetInt64() > 0);
        Assert.True(figures.GetProperty("observations").GetInt64() >= 6_000);
    }

    [Fact]
    public async Task Load_TwiceInACampaignThatIsThere_CountsWhatIsNew()
    {
        await using var home = new Home();
        await home.ServeAsync("--empty");
        await home.RunAsync(0, "import", Places.Scenario("jingde"));
        string[] line = ["load", "--campaign", "jingde-watch", "--root", "jingde.jingyang", "--speed", "max", "--duration", "1s", "--phones", "3", "--walls", "1", "--out", Out];
        await home.RunAsync(0, line);
        var again = await home.RunAsync(0, line);
        Assert.Contains("Exactly once", again.Output, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private string[] Line(params IEnumerable<string> further) => ["load", "--name", Root, "--walls", "2", "--phones", "10", "--connections", "16", "--out", Out, .. further];

    private static IEnumerable<string> Names(JsonElement figures, string kind) => figures.GetProperty(kind).EnumerateArray().Select(p => p.GetProperty("name").GetString()!);
}
