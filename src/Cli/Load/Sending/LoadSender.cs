using System.Net.Sockets;
using System.Net.WebSockets;

namespace GridGrains.Cli;

/// <summary>What the senders of a run have in common.</summary>
/// <param name="Target">Where it goes.</param>
/// <param name="Schedule">What is sent.</param>
/// <param name="Clock">The run's time.</param>
/// <param name="Measured">What is counted.</param>
/// <param name="Ledger">What was acknowledged.</param>
/// <param name="Audience">Who watches.</param>
/// <param name="Patience">How long nobody may answer anything.</param>
internal sealed record Sending(
    Target Target, Schedule Schedule, RunClock Clock, Measurements Measured, ExpectedLedger Ledger, Audience Audience, SharedPatience Patience);

/// <summary>
/// One device after another over its own connections: takes the call that is due next, makes its bytes, waits until it is due, and sends it until every report of it is answered. While
/// it waits for an answer others send; when all wait, calls are begun late, and that counts as their latency.
/// </summary>
internal sealed class LoadSender(Sending run) : IDisposable
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private const int WarmUpCalls = 5;

    private readonly HttpLane http = new(run.Target);
    private readonly HubLane hub = new(run.Target, run.Clock.Time);
    private readonly RequestBytes request = new(run.Target);
    private TimeSpan? asked;

    /// <summary>Opens its connection and asks a few times, so that the first reports do not pay for what is done once.</summary>
    public async Task WarmUpAsync(string root, CancellationToken cancellation)
    {
        try
        {
            for (var i = 0; i < WarmUpCalls; i++)
                await http.SendAsync(run.Target.Get(root), static (status, _) => status, static _ => { }, cancellation);
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            // The reports will tell.
        }
    }

    /// <summary>Until nothing is due any more; ends early with the sentence of a refusal that is no matter of time.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (run.Schedule.Next() is { } call)
        {
            await PrepareAsync(call, cancellation);
            await UntilDueAsync(call, cancellation);
            run.Measured.Begin(call);
            await SendAsync(call, cancellation);
        }
    }

    public void Dispose()
    {
        http.Dispose();
        hub.Dispose();
    }

    private async Task PrepareAsync(Dispatch call, CancellationToken cancellation)
    {
        Write(call.Way, call.Reports);
        try
        {
            await (call.Way == Way.Hub ? hub.OpenAsync(cancellation) : http.OpenAsync(cancellation));
        }
        catch (Exception e) when (e is SocketException or WebSocketException or IOException)
        {
            // Sending it tries again, and counts.
        }
    }

    private async Task UntilDueAsync(Dispatch call, CancellationToken cancellation)
    {
        if (!run.Clock.Waits)
            return;
        if (run.Clock.Now is var now && now > call.Due)
        {
            run.Measured.Wait(now - call.Due);
            return;
        }
        await run.Clock.UntilAsync(call.Due, cancellation);
        run.Measured.Lag.Add(run.Clock.Now - call.Due);
    }

    private async Task SendAsync(Dispatch call, CancellationToken cancellation)
    {
        var from = run.Clock.Waits ? call.Due : run.Clock.Now;
        if (!run.Clock.Waits && !call.IsRepeat)
        {
            foreach (var report in call.Reports)
                report.Due = from;
        }
        var left = call.Reports;
        for (var attempt = 0; ; attempt++)
        {
            var (unanswered, refused) = await TryAsync(call.Way, left, from, cancellation);
            if (unanswered.Length == 0)
                return;
            run.Measured.Resend(refused);
            await Task.Delay(Pause(attempt), run.Clock.Time, cancellation);
            left = unanswered;
            Write(call.Way, left);
        }
    }

    private async Task<(LoadReport[] Unanswered, bool Refused)> TryAsync(Way way, LoadReport[] reports, long from, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(CallTimeout);
        asked = null;
        try
        {
            var outcomes = way switch
            {
                Way.Hub => [await hub.ReportAsync(request.Written, patience.Token)],
                Way.Bulk => await http.SendAsync(request.Written, (status, body) => Receipts.Many(status, body, reports.Length), Ask, patience.Token),
                _ => await http.SendAsync(request.Written, static (status, body) => new[] { Receipts.One(status, body) }, Ask, patience.Token),
            };
            run.Measured.Answer();
            var unanswered = Take(way, reports, outcomes, from);
            if (unanswered.Length < reports.Length)
                run.Patience.Heard();
            else
                run.Patience.Check($"status {outcomes[0].Status}");
            return (unanswered, true);
        }
        catch (Exception e) when (e is IOException or SocketException or WebSocketException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            run.Patience.Check(e.Message);
            return (reports, false);
        }
    }

    private LoadReport[] Take(Way way, LoadReport[] reports, Outcome[] outcomes, long from)
    {
        var now = run.Clock.Now;
        List<LoadReport>? left = null;
        for (var i = 0; i < reports.Length; i++)
        {
            var outcome = outcomes[i];
            if (outcome.IsAcknowledged)
                Acknowledge(way, reports[i], outcome, now - from);
            else if (outcome.IsForNow)
                (left ??= []).Add(reports[i]);
            else
                throw new CommandFailure(ExitCode.NotSo, $"The service refuses a report to {reports[i].Leaf.Id}: status {outcome.Status}, {outcome.Why}");
        }
        return left is null ? [] : [.. left];
    }

    private void Acknowledge(Way way, LoadReport report, Outcome outcome, long latency)
    {
        if (outcome.IsDuplicate)
            run.Measured.Repeat();
        var first = report.Answered(outcome.Sequence);
        if (first == 0)
        {
            run.Measured.Acknowledge(way, report, latency);
            run.Ledger.Acknowledge(report, outcome.Sequence);
            run.Audience.Acknowledge(report, outcome.Sequence);
        }
        else if (first != outcome.Sequence)
        {
            run.Ledger.Contradict($"{report.Leaf.Id} acknowledged report {report.Id} as number {first} and as number {outcome.Sequence}");
        }
    }

    private void Write(Way way, LoadReport[] reports)
    {
        if (way == Way.Hub)
            request.WriteHubCall(reports[0], hub.NextCall);
        else
            request.WritePost(reports, asBulk: way == Way.Bulk);
    }

    private void Ask(int? seconds) => asked = seconds is { } known ? TimeSpan.FromSeconds(known) : null;

    // Half to all of it, so that a crowd does not come back at once.
    private TimeSpan Pause(int attempt)
    {
        var pause = asked ?? ShortestPause * Math.Pow(2, Math.Min(attempt, 10));
        return (pause < LongestPause ? pause : LongestPause) * (0.5 + (Random.Shared.NextDouble() / 2));
    }
}

/// <summary>How long a service may answer nothing to anybody before the run is given up: as long as a restart may take.</summary>
internal sealed class SharedPatience(Uri url, TimeProvider time)
{
    private long heard = time.GetTimestamp();

    /// <summary>Somebody was answered.</summary>
    public void Heard() => Volatile.Write(ref heard, time.GetTimestamp());

    /// <summary>Ends the run when nobody has been for too long.</summary>
    public void Check(string why)
    {
        if (time.GetElapsedTime(Volatile.Read(ref heard)) > Patience.Longest)
            throw new CommandFailure(ExitCode.OutOfReach, $"{url} does not answer: {why.TrimEnd('.')}.");
    }
}
