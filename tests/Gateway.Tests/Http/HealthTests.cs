namespace GridGrains.Gateway.Tests;

public sealed class HealthTests : GatewayFacts
{
    [Fact]
    public async Task Live_WithoutAToken() =>
        Assert.Equal("""{"status":"live"}""", (await Gateway.SendAsync(HttpMethod.Get, "/health/live", token: null)).IsOk().GetRawText());

    [Fact]
    public async Task Started_OnceTheCityIsKnown_WhateverTheJournalDoes()
    {
        Gateway.Journal.CanCommit = () => Task.FromResult(false);
        Assert.Equal("""{"status":"started"}""", (await Gateway.SendAsync(HttpMethod.Get, "/health/started", token: null)).IsOk().GetRawText());
    }

    [Fact]
    public async Task Ready_IfACanaryCanBeCommitted() =>
        Assert.Equal("""{"status":"ready"}""", (await Gateway.SendAsync(HttpMethod.Get, "/health/ready", token: null)).IsOk().GetRawText());

    [Theory]
    [InlineData("no")]
    [InlineData("throws")]
    [InlineData("never")]
    public async Task Ready_IfNot_IsUnavailable(string how)
    {
        var never = new TaskCompletionSource<bool>();
        Gateway.Journal.CanCommit = () => how switch
        {
            "no" => Task.FromResult(false),
            "throws" => throw new InvalidOperationException(),
            _ => never.Task,
        };
        (await Gateway.SendAsync(HttpMethod.Get, "/health/ready", token: null)).IsProblem(503, "unavailable");
    }

    [Fact]
    public async Task Ready_WhileARootHasNotHeardAll_IsUnavailable()
    {
        var whole = Gateway.Area.Family;
        Gateway.Area.Family = key => Partly(whole(key));
        (await Gateway.SendAsync(HttpMethod.Get, "/health/ready", token: null)).IsProblem(503, "unavailable");
    }

    [Fact]
    public async Task Ready_WhenARootHasNotHeardAllInTime_IsReadyAnyway()
    {
        await using var impatient = await TestGateway.StartAsync(("Gateway:WholeWithin", "00:00:00"));
        var whole = impatient.Area.Family;
        impatient.Area.Family = key => Partly(whole(key));
        (await impatient.SendAsync(HttpMethod.Get, "/health/ready", token: null)).IsOk();
    }

    [Fact]
    public async Task Ready_AskedByMany_AsksTheJournalOnce()
    {
        var answered = new TaskCompletionSource<bool>();
        Gateway.Journal.CanCommit = () => answered.Task;
        var asking = Enumerable.Range(0, 20).Select(_ => Gateway.SendAsync(HttpMethod.Get, "/health/ready", token: null)).ToArray();
        answered.SetResult(true);
        Assert.All(await Task.WhenAll(asking), answer => answer.IsOk());
        Assert.InRange(Gateway.Journal.CanariesAsked, 1, 2);
    }

    private static PlaceFamily Partly(PlaceFamily family) => family with { Area = family.Area with { ChildrenExpected = 2, ChildrenHeard = 1 } };
}
