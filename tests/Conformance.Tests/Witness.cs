using System.Collections.Concurrent;
using Xunit;

namespace GridGrains.Conformance;

/// <summary>What the test and the grain of one key tell each other beside the calls; silo and test share the process.</summary>
internal sealed class Witness
{
    private static readonly ConcurrentDictionary<string, Witness> All = [];

    private readonly ConcurrentDictionary<string, TaskCompletionSource> gates = [];
    private readonly ConcurrentQueue<string> seen = [];

    public string[] Seen => [.. seen];

    public static Witness Of(string key) => All.GetOrAdd(key, _ => new());

    public void See(string what) => seen.Enqueue(what);

    public void Open(string gate) => Gate(gate).TrySetResult();

    /// <summary>Waits for the gate, as long as it takes.</summary>
    public Task Pass(string gate) => Gate(gate).Task;

    /// <summary>Waits until that was seen so many times.</summary>
    public Task Until(string what, int times = 1) =>
        Eventually.True(() => Seen.Count(each => each == what) >= times, $"'{what}' seen {times} times; seen: {string.Join(", ", Seen)}");

    private TaskCompletionSource Gate(string name) =>
        gates.GetOrAdd(name, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}

/// <summary>Waits for a condition.</summary>
internal static class Eventually
{
    public static async Task True(Func<bool> condition, string what, int seconds = 20)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(started).TotalSeconds > seconds)
                Assert.Fail($"Waited {seconds} s for: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
