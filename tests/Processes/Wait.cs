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
    /// <param name="what">What is waited for.</param>
    /// <param name="holds">Whether it has come.</param>
    /// <param name="instead">What is there instead, for the message.</param>
    public static async Task UntilAsync(string what, Func<Task<bool>> holds, Func<string>? instead = null)
    {
        var begun = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            if (Stopwatch.GetElapsedTime(begun) >= Longest)
                throw new TimeoutException($"waited {Longest.TotalSeconds:0} s in vain: {what}. {instead?.Invoke()}");
            await Task.Delay(Pause, TimeProvider.System);
        }
    }
}
