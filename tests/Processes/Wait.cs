using System.Diagnostics;

namespace GridGrains.Testing;

/// <summary>Waits for a condition instead of for a time.</summary>
public static class Wait
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Until <paramref name="holds"/>; a <see cref="TimeoutException"/> after a minute says for what it waited.</summary>
    public static Task UntilAsync(string what, Func<bool> holds) => UntilAsync(what, () => Task.FromResult(holds()));

    /// <summary>As above.</summary>
    public static async Task UntilAsync(string what, Func<Task<bool>> holds)
    {
        var begun = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            if (Stopwatch.GetElapsedTime(begun) >= Longest)
                throw new TimeoutException($"waited {Longest.TotalSeconds:0} s in vain: {what}");
            await Task.Delay(Pause, TimeProvider.System);
        }
    }
}
