using Xunit;

namespace GridGrains.Grains.Tests.Live;

/// <summary>Waits for what must come.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Asks until the answer is as expected, and fails with the last answer after 20 s.</summary>
    public static async Task<T> IsAsync<T>(Func<Task<T>> ask, Func<T, bool> expected, string what)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (expected(answer))
                return answer;
            if (TimeProvider.System.GetElapsedTime(started) > Patience)
                Assert.Fail($"waited {Patience.TotalSeconds} s for {what}; the last answer was {answer}");
            await Task.Delay(Pause, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
