using Microsoft.Extensions.Logging;

namespace GridGrains.Webhooks;

/// <summary>
/// Brings one webhook its messages, one after the other: the next is sent when the other system has said that it has the last. So they arrive in order, each at least once, and a system that is slow
/// or away holds up nobody but itself.
/// </summary>
/// <remarks>Everything in it runs in the turns of one grain.</remarks>
internal sealed partial class Courier(
    Webhook webhook, WebhookKey key, IMessages messages, WebhookSender sender, WebhookOptions options, TimeProvider time, ILogger log) : IAsyncDisposable
{
    private const int MostDoublings = 30;

    private readonly CancellationTokenSource stopping = new();
    private WebhookState state = new(webhook);
    private Task running = Task.CompletedTask;

    /// <summary>Whom it serves.</summary>
    public Webhook Webhook => webhook;

    /// <summary>Whether a registration asks for what this does already.</summary>
    public bool IsAskedBy(Webhook other, string secret) => webhook.AsksTheSame(other) && key.IsOf(secret);

    /// <summary>Begins to send.</summary>
    public void Start() => running = RunAsync();

    /// <summary>How it gets on.</summary>
    public async Task<WebhookState> StateAsync() => state with { Waiting = await messages.WaitingAsync(CancellationToken.None) };

    /// <summary>Sends nothing more, and is called once; ends when an attempt under way has been given up, so what it sent may have arrived.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        stopping.Dispose();
    }

    // Ends only by being stopped.
    private async Task RunAsync()
    {
        await Task.Yield();
        while (true)
        {
            var pause = await StepAsync();
            if (pause > TimeSpan.Zero)
                await Task.Delay(pause, time, stopping.Token);
        }
    }

    private async Task<TimeSpan> StepAsync()
    {
        try
        {
            if (await messages.NextAsync(stopping.Token) is not { } message)
                return options.Interval;
            if (await sender.SendAsync(webhook, key, message, stopping.Token) is { } failure)
                return Failed(failure);
            await messages.TakenAsync(stopping.Token);
            Delivered();
            // Of counts the rest of a large tree follows at once; what has changed again since waits for its interval.
            return webhook.Topic == WebhookTopic.Alerts || await messages.WaitingAsync(stopping.Token) > 0 ? TimeSpan.Zero : options.Interval;
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            // Neither the database nor the grains are the other system's fault.
            LogNotAsked(webhook.Id, e.Message);
            return options.LongestRetry < Ask ? options.LongestRetry : Ask;
        }
    }

    private static TimeSpan Ask => TimeSpan.FromSeconds(5);

    private void Delivered()
    {
        if (state.FailingSince is not null)
            LogWellAgain(webhook.Id, webhook.Campaign, state.Attempts);
        state = new(webhook, DeliveredAt: time.GetUtcNow().UtcDateTime);
    }

    private TimeSpan Failed(WebhookFailure failure)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var attempts = state.Attempts + 1;
        var pause = Pause(attempts, failure.RetryAfter);
        if (attempts == 1)
            LogFailing(webhook.Id, webhook.Campaign, failure.Why);
        state = state with
        {
            FailingSince = state.FailingSince ?? now,
            Attempts = attempts,
            NextAttemptAt = now + pause,
            Failure = failure.Why,
        };
        return pause;
    }

    // Up to a half is left to chance: those who were refused together do not come back together.
    private TimeSpan Pause(int attempts, TimeSpan? asked)
    {
        var doubled = options.FirstRetry * Math.Pow(2, Math.Min(attempts - 1, MostDoublings));
        var longest = doubled < options.LongestRetry ? doubled : options.LongestRetry;
        var pause = longest * (1 - (Random.Shared.NextDouble() / 2));
        return asked is { } least && least > pause ? (least < options.LongestRetry ? least : options.LongestRetry) : pause;
    }

    [LoggerMessage(960, LogLevel.Warning, "Webhook {Webhook} of {Campaign} gets no messages: {Why}. They wait, and are sent again")]
    private partial void LogFailing(Guid webhook, string campaign, string why);

    [LoggerMessage(961, LogLevel.Information, "Webhook {Webhook} of {Campaign} gets its messages again, after {Attempts} attempts in vain")]
    private partial void LogWellAgain(Guid webhook, string campaign, int attempts);

    [LoggerMessage(962, LogLevel.Debug, "What webhook {Webhook} is to be told could not be found out: {Why}")]
    private partial void LogNotAsked(Guid webhook, string why);
}
