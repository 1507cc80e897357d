namespace GridGrains.Faults.Tests;

/// <summary>What all scenarios of these tests share.</summary>
public sealed class Machine : IAsyncDisposable
{
    internal Stores Stores { get; } = new();

    public ValueTask DisposeAsync() => Stores.DisposeAsync();

    /// <summary>Runs a scenario; the test is skipped where this machine cannot run it, and shows what was seen.</summary>
    internal async Task<Outcome> RunAsync(Func<Stores, CancellationToken, Task<Outcome>> scenario)
    {
        try
        {
            var outcome = await scenario(Stores, TestContext.Current.CancellationToken);
            TestContext.Current.TestOutputHelper?.WriteLine($"{outcome.Faults} faults, {outcome.Sent} sent, {outcome.Acknowledged} acknowledged, {outcome.Refused} refused, {outcome.Unknown} unknown, longest {outcome.LongestToAcknowledge}: {outcome.Verdict} {outcome.Note}");
            return outcome;
        }
        catch (SkippedException skipped)
        {
            Assert.Skip(skipped.Message);
            throw;
        }
    }
}
