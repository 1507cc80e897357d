using System.Text.Json;
using GridGrains.Gateway;

namespace GridGrains.Cli.Tests;

public sealed class LoadVerbTests : IDisposable
{
    private const string Small = "--people 2000 --depth 3 --walls 0 --phones 0 --hub 0 --repeated 20";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("gridgrains-");

    [Theory]
    [InlineData(Fault.None, "--duration 1s")]
    [InlineData(Fault.None, "--speed max")]
    [InlineData(Fault.IsMoody, "--speed max --connections 3")]
    public async Task RunAsync_ServiceCountsOnce_IsExact(Fault fault, string pace)
    {
        var (exit, result) = await LoadAsync(fault, pace);
        Assert.Equal((ExitCode.Done, "exact"), (exit, result.GetProperty("verdict").GetString()));
        var figures = result.GetProperty("figures");
        Assert.True(figures.GetProperty("observations").GetInt64() >= 1_000);
        Assert.True(figures.GetProperty("knownBefore").GetInt64() > 0);
        Assert.Equal(fault == Fault.IsMoody, figures.GetProperty("lost").GetInt64() > 0 && figures.GetProperty("refusedForNow").GetInt64() > 0);
    }

    [Theory]
    [InlineData(Fault.Loses)]
    [InlineData(Fault.CountsTwice)]
    [InlineData(Fault.CountsWrongly)]
    [InlineData(Fault.KeepsTheFirst)]
    [InlineData(Fault.ForgetsIds)]
    public async Task RunAsync_ServiceMiscounts_IsVoidAndHasNoFigure(Fault fault)
    {
        var (exit, result) = await LoadAsync(fault, "--speed max");
        Assert.Equal((ExitCode.NotSo, "void"), (exit, result.GetProperty("verdict").GetString()));
        Assert.Equal(JsonValueKind.Null, result.GetProperty("figures").ValueKind);
        Assert.NotEmpty(result.GetProperty("verification").GetProperty("differences").EnumerateArray());
        var page = await File.ReadAllTextAsync(Out("html"), TestContext.Current.CancellationToken);
        Assert.Contains("VOID", page, StringComparison.Ordinal);
        Assert.DoesNotContain("a second", page, StringComparison.Ordinal);
    }

    // About 20 reports were due while it halted, each a little later than the one before; only the first of them was under way.
    [Fact]
    public async Task RunAsync_ServiceHaltsForASecond_AllThatWereDueThenAreLate()
    {
        var (_, result) = await LoadAsync(Fault.Halts, "--rate 200 --duration 3s --connections 1 --bulk 0 --late 0");
        var slowest = result.GetProperty("figures").GetProperty("series").EnumerateArray()
            .Max(second => second.GetProperty("p50") is { ValueKind: JsonValueKind.Number } p50 ? p50.GetDouble() : 0);
        Assert.True(slowest > 200, $"in no second the half of the reports took more than {slowest} ms");
    }

    [Fact]
    public async Task RunAsync_FlatOut_SaysThatItsTimesAreFromTheSending()
    {
        var (_, result) = await LoadAsync(Fault.None, "--speed max");
        Assert.StartsWith("closed", result.GetProperty("run").GetProperty("loop").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("the actual sending", result.GetProperty("run").GetProperty("latencyFrom").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_ReportsAreRefusedForGood_SaysSo()
    {
        await using var service = await TinyService.StartAsync(Fault.Refuses);
        Assert.Equal(ExitCode.NotSo, await RunAsync(service, "--speed max"));
    }

    [Theory]
    [InlineData("--people 0")]
    [InlineData("--depth 6")]
    [InlineData("--fanout 3,4")]
    [InlineData("--fanout x")]
    [InlineData("--depth 5 --fanout 99")]
    [InlineData("--zipf 3")]
    [InlineData("--rate 0")]
    [InlineData("--rate 100 --speed max")]
    [InlineData("--speed fast")]
    [InlineData("--speed 100 --duration 5s")]
    [InlineData("--duration 5")]
    [InlineData("--curve round")]
    [InlineData("--bulk 101")]
    [InlineData("--bulk 60 --hub 60")]
    [InlineData("--phones 5000")]
    [InlineData("--walls 0 --phones 0 --storm-at 3s")]
    [InlineData("--campaign c")]
    [InlineData("--root A")]
    [InlineData("--tree x --root a")]
    [InlineData("--tree nowhere")]
    [InlineData("--out x.pdf")]
    [InlineData("--out no-such-directory/x.json")]
    [InlineData("--connections 0")]
    public async Task RunAsync_WrongUse_SaysSo(string line) => Assert.Equal(ExitCode.WrongUse, await Verbs.RunAsync(["load", .. line.Split(' ')]));

    [Fact]
    public async Task RunAsync_NobodyServes_IsOutOfReach() =>
        Assert.Equal(ExitCode.OutOfReach, await Verbs.RunAsync(["load", "--url", "http://127.0.0.1:1", "--token", Token()]));

    public void Dispose() => folder.Delete(recursive: true);

    private string Out(string kind) => Path.Combine(folder.FullName, $"result.{kind}");

    private string Token() => LocalKey.Open(folder.FullName).IssueToken(["steward"], [PlaceId.Parse("load")], TimeSpan.FromHours(1));

    private async Task<(int Exit, JsonElement Result)> LoadAsync(Fault fault, string pace)
    {
        await using var service = await TinyService.StartAsync(fault);
        var exit = await RunAsync(service, pace);
        return (exit, JsonSerializer.Deserialize<JsonElement>(await File.ReadAllBytesAsync(Out("json"), TestContext.Current.CancellationToken)));
    }

    private Task<int> RunAsync(TinyService service, string pace) =>
        Verbs.RunAsync(["load", "--url", service.Url, "--token", Token(), "--out", Out("json"), .. Small.Split(' '), .. pace.Split(' ')]);
}
