using System.Net;

namespace GridGrains.Cli;

/// <summary>
/// Sends what may be sent again until it is answered: over lost connections and past 429 and 503, with growing, scattered pauses. A server
/// that has been heard once is waited for as long as <see cref="Longest"/>, so that a restart does not end a play; one that never was is not.
/// </summary>
internal sealed class Patience(HttpClient http, TimeProvider time)
{
    /// <summary>How long nothing may be answered before it is given up.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    // Timestamp of the last answer but 429 and 503 to any request; 0 before the server was heard at all.
    private long answered;

    /// <summary>Sends the request that <paramref name="request"/> makes; it makes a new one for every attempt.</summary>
    public async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> request, CancellationToken cancellation)
    {
        for (var attempt = 0; ; attempt++)
        {
            TimeSpan? asked = null;
            string why;
            try
            {
                using var message = request();
                var response = await http.SendAsync(message, HttpCompletionOption.ResponseContentRead, cancellation);
                if (response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable))
                {
                    Volatile.Write(ref answered, time.GetTimestamp());
                    return response;
                }
                using (response)
                {
                    asked = response.Headers.RetryAfter?.Delta;
                    why = (await Problem.ReadAsync(response, cancellation)).Sentence;
                }
                Interlocked.CompareExchange(ref answered, time.GetTimestamp(), 0);
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
            {
                why = (e.InnerException ?? e).Message;
            }
            if (IsOver())
                throw new CommandFailure(ExitCode.OutOfReach, $"{http.BaseAddress} does not answer: {why.TrimEnd('.')}.");
            await Task.Delay(asked is { } pause && pause > TimeSpan.Zero ? Scattered(pause) : Pause(attempt), time, cancellation);
        }
    }

    private bool IsOver() => Volatile.Read(ref answered) is var last && (last == 0 || time.GetElapsedTime(last) > Longest);

    private static TimeSpan Pause(int attempt)
    {
        var pause = ShortestPause * Math.Pow(2, Math.Min(attempt, 10));
        return Scattered(pause < LongestPause ? pause : LongestPause);
    }

    // Half to all of it, so that a crowd does not come back at once.
    private static TimeSpan Scattered(TimeSpan pause) => pause * (0.5 + (Random.Shared.NextDouble() / 2));
}
