namespace GridGrains.Gateway.Tests;

public sealed class ExportTests : GatewayFacts
{
    [Fact]
    public async Task Export_HasARowPerPlaceAndAColumnPerCount()
    {
        var answer = await Gateway.GetAsync(Ledger + Town.Root + "/export.csv");
        Assert.Equal((200, "text/csv"), (answer.Status, answer.MediaType));
        Assert.Equal([0xEF, 0xBB, 0xBF], answer.Bytes[..3]);
        var lines = answer.Text[1..].Split("\r\n");
        Assert.Equal(["id", "name", "nameEn", "version", "asOf", .. Catalogue.Current.Counts.Select(c => c.Code)], lines[0].Split(','));
        Assert.StartsWith($"{Town.Grid},\"'=村1网格1\",\"V1, grid 1\",1,2022-10-06T00:00:00Z,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith($"{Town.OtherGrid},村1网格2,,2,2022-10-06T00:00:00Z,", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("enping.shengtang.v02.g01,", lines[3], StringComparison.Ordinal);
        Assert.Equal(["", ""], lines[4..].Append(""));
        Assert.Equal("10", lines[2].Split(',')[5 + Sampled()]);
    }

    [Fact]
    public async Task Export_OfThePlacesOwnLevel_IsThePlace()
    {
        var lines = (await Gateway.GetAsync(Ledger + Town.Village + "/export.csv?level=village")).Text.Split("\r\n");
        Assert.Equal(3, lines.Length);
        Assert.StartsWith(Town.Village + ",村1,,3,", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_OfDesks_HasOneForEachArea()
    {
        var lines = (await Gateway.GetAsync(Ledger + Town.Root + "/export.csv?level=desk")).Text.Split("\r\n");
        Assert.Equal(
            ["enping.shengtang.desk", "enping.shengtang.v01.desk", "enping.shengtang.v02.desk"], lines[1..^1].Select(l => l.Split(',')[0]));
    }

    [Fact]
    public async Task Export_OfALevelThatIsNone_IsInvalid() =>
        (await Gateway.GetAsync(Ledger + Town.Root + "/export.csv?level=street")).IsProblem(422, "invalid");

    [Fact]
    public async Task Export_FromALedgerThatCannotBeReached_IsAProblemAndNoTornFile()
    {
        Gateway.Area.Family = _ => throw new TimeoutException();
        var answer = await Gateway.GetAsync(Ledger + Town.Root + "/export.csv");
        answer.IsProblem(503, "unavailable");
        Assert.False(answer.Headers.ContainsKey("Content-Disposition"));
    }

    private static int Sampled()
    {
        Assert.True(Catalogue.Current.TryGetCount("tests.sampled", out var count));
        return count.Index;
    }
}
