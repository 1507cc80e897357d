namespace GridGrains.Faults.Tests;

/// <summary>A database that would lose what it has acknowledged is not served: one sentence, exit code 3.</summary>
public sealed class RefusedStartTests(Machine machine)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("NORMAL")]
    [InlineData("OFF")]
    public async Task Serve_SqliteBelowFull_IsRefusedInASentence(string level)
    {
        await using var home = await ServedHome.NewAsync(Keeper.Sqlite, machine.Stores, Cancellation);
        await RefusedAsync(home, "synchronous", level, "FULL or EXTRA", ("Storage__Synchronous", level));
    }

    [Theory]
    [InlineData("fsync")]
    [InlineData("full_page_writes")]
    [InlineData("synchronous_commit")]
    public async Task Serve_PostgresWithASettingOff_IsRefusedInASentence(string setting)
    {
        Assert.SkipWhen(PostgresServer.Unavailable is not null, PostgresServer.Unavailable ?? "");
        await using var server = await PostgresServer.StartAsync(Cancellation, $"{setting}=off");
        await using var home = ServedHome.On(await server.CreateDatabaseAsync(Cancellation));
        await RefusedAsync(home, setting, "off", "on");
    }

    private static async Task RefusedAsync(ServedHome home, string setting, string value, string required, params (string, string)[] environment)
    {
        var refused = await home.LaunchAsync(environment);
        await refused.EndAsync(3);
        Assert.Equal($"The database's setting {setting} is '{value}', and then acknowledged reports can be lost; required is {required}.", refused.Errors.Trim());
    }
}
