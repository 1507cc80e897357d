using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;

namespace GridGrains.Faults;

/// <summary>
/// Phones that report without end and take offence: at an answer after more than 5 s, at one that is neither a receipt nor a 503 problem
/// that says when to send again. What is not acknowledged they send again until it is.
/// </summary>
internal sealed class StrictPhones : IAsyncDisposable
{
    private const int Workers = 24;
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly ClientLog log;
    private readonly HttpClient[] clients;
    private readonly CancellationTokenSource ending = new();
    private readonly CancellationTokenSource givingUp = new();
    private readonly Task workers;
    private long longest;
    private long refused;

    public StrictPhones(Target target, ClientLog log, int seed)
    {
        this.log = log;
        clients = [.. Enumerable.Range(0, Phones.Reporters).Select(r => target.Client(target.Tokens.Issue($"reporter-{r}", "reporter", FaultCity.Root), timeout: TimeSpan.FromSeconds(20)))];
        workers = Task.WhenAll(Enumerable.Range(0, Workers).Select(w => Task.Run(() => WorkAsync(new Reporting((seed * 1000) + w, FaultCity.Ledgers)))));
    }

    /// <summary>What gave offence.</summary>
    public ConcurrentQueue<string> Offences { get; } = new();

    /// <summary>Answered 503, as is right while a database is ill.</summary>
    public long Refused => Interlocked.Read(ref refused);

    /// <summary>The answer that took longest.</summary>
    public TimeSpan Longest => new(Interlocked.Read(ref longest));

    /// <summary>No new reports; what is not acknowledged is sent again for a while.</summary>
    public async Task EndAsync()
    {
        await ending.CancelAsync();
        givingUp.CancelAfter(TimeSpan.FromSeconds(30));
        await workers;
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await givingUp.CancelAsync();
        await workers;
        foreach (var client in clients)
            client.Dispose();
        ending.Dispose();
        givingUp.Dispose();
    }

    private async Task WorkAsync(Reporting reporting)
    {
        while (!ending.IsCancellationRequested)
        {
            var report = reporting.Next();
            while (!await SendAsync(report) && !givingUp.IsCancellationRequested)
                await Task.Delay(Pause * 10, TimeProvider.System);
            await Task.Delay(Pause * (0.5 + Random.Shared.NextDouble()), TimeProvider.System);
        }
    }

    private async Task<bool> SendAsync(Sending sending)
    {
        var call = log.Invoke(sending);
        var begun = Stopwatch.GetTimestamp();
        try
        {
            using var content = new StringContent(sending.Json, Encoding.UTF8, "application/json");
            var address = new Uri($"api/campaigns/{sending.Ledger.Campaign}/places/{sending.Ledger.Place}/reports", UriKind.Relative);
            using var answer = await clients[sending.Reporter % clients.Length].PostAsync(address, content, CancellationToken.None);
            var body = await answer.Content.ReadAsByteArrayAsync(CancellationToken.None);
            Took(Stopwatch.GetElapsedTime(begun));
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                using var json = JsonDocument.Parse(body);
                call.Ok(Phones.ReadReceipt(json.RootElement) ?? throw new InvalidDataException($"no receipt: {Encoding.UTF8.GetString(body)}"));
                return true;
            }
            call.Unknown((int)answer.StatusCode);
            Interlocked.Increment(ref refused);
            if (answer.StatusCode != HttpStatusCode.ServiceUnavailable || answer.Headers.RetryAfter is null || answer.Content.Headers.ContentType?.MediaType != "application/problem+json")
                Offences.Enqueue($"answered {(int)answer.StatusCode}: {Encoding.UTF8.GetString(body)}");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            call.Unknown(0);
            Took(Stopwatch.GetElapsedTime(begun));
            Offences.Enqueue($"not answered: {e.Message}");
        }
        return false;
    }

    private void Took(TimeSpan time)
    {
        if (time > AnswerWithin)
            Offences.Enqueue($"answered after {time.TotalSeconds:0.0} s");
        for (var known = Interlocked.Read(ref longest); time.Ticks > known; known = Interlocked.Read(ref longest))
            Interlocked.CompareExchange(ref longest, time.Ticks, known);
    }
}
