namespace GridGrains.Deploy.Tests;

public sealed class ProbeTests(Watched watched)
{
    [Theory]
    [InlineData("started")]
    [InlineData("live")]
    [InlineData("ready")]
    public async Task AServiceThatIsWell_IsSaidToBeSo(string what)
    {
        await Wait.UntilAsync($"the service is {what}", async () =>
        {
            var asked = StartedProgram.Start("probe", what, "--url", watched.Url.ToString());
            await using (asked)
                await asked.EndedAsync(TestContext.Current.CancellationToken);
            return asked.Output.Contains($"200 {{\"status\":\"{what}\"}}", StringComparison.Ordinal);
        });
    }

    [Fact]
    public Task WhereNobodyAnswers_TheExitCodeIs1() => StartedProgram.RunAsync(1, "probe", "live", "--url", $"http://127.0.0.1:{Loopback.FreePort()}");

    [Fact]
    public async Task ASilo_AsksItsOwnHealthPort()
    {
        var port = Loopback.FreePort();
        var silo = StartedProgram.Start(StartedProgram.BuiltSilo, new Dictionary<string, string> { ["Cluster__HealthPort"] = $"{port}" }, ["probe", "live"]);
        await using (silo)
            await silo.EndAsync(1);
        Assert.Contains($"http://127.0.0.1:{port}/ does not answer", silo.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AGateway_AsksWhereItListens()
    {
        var gateway = StartedProgram.Start(StartedProgram.BuiltGateway, new Dictionary<string, string> { ["urls"] = $"http://0.0.0.0:{watched.Url.Port}" }, ["probe", "live"]);
        await using (gateway)
            await gateway.EndAsync(0);
        Assert.Contains("200", gateway.Output, StringComparison.Ordinal);
    }
}
