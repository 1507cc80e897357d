using System.Net;

namespace GridGrains.Bench.FanOut;

/// <summary>Many listeners of one service, in this process.</summary>
internal sealed class Audience : IAsyncDisposable
{
    // The service gives up a client that is silent for 30 s.
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource ending = new();
    private static readonly TimeSpan Prompt = TimeSpan.FromMilliseconds(2);

    private readonly Readers readers;
    private readonly Task pinging;

    private Audience(Listener[] listeners, TimeSpan pause)
    {
        readers = new Readers(pause);
        Listeners = listeners;
        pinging = PingAsync();
    }

    public Listener[] Listeners { get; }

    /// <summary>Records that all of them have got.</summary>
    public long Frames => Listeners.Sum(listener => listener.Frames);

    /// <summary>Connects them, so many at a time; ends when all have their first answer.</summary>
    public static async Task<Audience> GatherAsync(
        IPEndPoint server, string token, int count, Func<int, string> watch, MessageHandler? handler, int atOnce, CancellationToken cancellation,
        Func<int, bool>? farAway = null, TimeSpan? pause = null, bool speaksNats = false)
    {
        var audience = new Audience([.. Enumerable.Range(0, count).Select(n => new Listener(n, handler) { IsFarAway = farAway?.Invoke(n) == true, SpeaksNats = speaksNats })], pause ?? Prompt);
        var options = new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(audience.Listeners, options, async (listener, stop) =>
        {
            var call = watch(listener.Number);
            await listener.ConnectAsync(server, token, call, stop);
            audience.readers.Join(listener);
            if (call.Length > 0)
                await listener.First.WaitAsync(stop);
        });
        return audience;
    }

    /// <summary>The hub's call for places.</summary>
    public static string Watch(string campaign, IEnumerable<string> places) =>
        $$"""{"type":1,"invocationId":"1","target":"Watch","arguments":["{{campaign}}",["{{string.Join("\",\"", places)}}"]]}""";

    /// <summary>Reads again what was paused.</summary>
    public void Resume(Listener listener) => readers.Join(listener);

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await readers.DisposeAsync();
        await pinging;
        foreach (var listener in Listeners)
            listener.Dispose();
        ending.Dispose();
    }

    private async Task PingAsync()
    {
        while (!ending.IsCancellationRequested)
        {
            await Task.Delay(PingInterval, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var listener in Listeners)
            {
                if (!ending.IsCancellationRequested)
                    listener.SendPing();
            }
        }
    }
}
