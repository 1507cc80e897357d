using System.Diagnostics;

namespace GridGrains.EndToEnd.Tests;

/// <summary>Waits for a condition instead of for a time.</summary>
internal static class Wait
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Until <paramref name="holds"/>, or the test fails and says for what it waited.</summary>
    public static Task UntilAsync(string what, Func<bool> holds) => UntilAsync(what, () => Task.FromResult(holds()));

    /// <summary>As above.</summary>
    public static async Task UntilAsync(string what, Func<Task<bool>> holds)
    {
        var begun = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            Assert.True(Stopwatch.GetElapsedTime(begun) < Longest, $"waited {Longest.TotalSeconds:0} s in vain: {what}");
            await Task.Delay(Pause, TimeProvider.System);
        }
    }
}
