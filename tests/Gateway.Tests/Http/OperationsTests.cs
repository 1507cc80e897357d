namespace GridGrains.Gateway.Tests;

public sealed class OperationsTests : GatewayFacts
{
    private static readonly string WholeTree = Town.Root.Split('.')[0];

    [Fact]
    public async Task AStewardOfTheTree_SeesTheSilos_AndSlowGridsOfTheirOwnTreeOnly()
    {
        var answer = (await Gateway.SendAsync(HttpMethod.Get, "/api/operations", TestGateway.Token("steward", WholeTree))).IsOk();
        var silo = Assert.Single(answer.GetProperty("silos").EnumerateArray());
        Assert.Equal("silo-1", silo.GetProperty("name").GetString());
        Assert.Equal(4.2, silo.GetProperty("commitMilliseconds").GetProperty("mean").GetDouble(), 0.06);
        Assert.Equal([Town.Grid], silo.GetProperty("slowLeaves").EnumerateArray().Select(l => l.GetProperty("place").GetString()));
    }

    [Theory]
    [InlineData("viewer")]
    [InlineData("reporter")]
    public async Task WhoIsNoSteward_SeesNothing(string role) =>
        (await Gateway.SendAsync(HttpMethod.Get, "/api/operations", TestGateway.Token(role, WholeTree))).IsProblem(403, "forbidden");
}
