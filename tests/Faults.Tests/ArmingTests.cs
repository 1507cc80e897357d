namespace GridGrains.Faults.Tests;

public sealed class ArmingTests(Machine machine)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("after-comit:3")]
    [InlineData("after-commit")]
    [InlineData("after-commit:0")]
    [InlineData("after-commit:often")]
    public async Task Serve_WithACrashPointThereIsNot_IsRefusedInASentence(string arming)
    {
        await using var home = await ServedHome.NewAsync(Keeper.Sqlite, machine.Stores, Cancellation);
        var refused = await home.LaunchAsync((CrashPoints.Variable, arming));
        await refused.EndAsync(3);
        Assert.StartsWith($"{CrashPoints.Variable} is '{arming}'; allowed is one of before-append, ", refused.Errors.Trim(), StringComparison.Ordinal);
        Assert.Single(refused.Errors.Trim().Split('\n'));
    }

    [Fact]
    public async Task Serve_Armed_Warns()
    {
        await using var home = await ServedHome.NewAsync(Keeper.Sqlite, machine.Stores, Cancellation);
        await home.StartAsync(Cancellation, (CrashPoints.Variable, "in-drain:1000"));
        Assert.Contains("this process will die at in-drain:1000", home.Process.Errors, StringComparison.Ordinal);
    }
}
