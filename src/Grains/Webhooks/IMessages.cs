namespace GridGrains.Webhooks;

/// <summary>What one webhook has to be told, one message after the other. Asked by its courier alone, one question at a time.</summary>
internal interface IMessages
{
    /// <summary>The next message; null if there is nothing to tell now. As long as it has not been taken it is asked for again, and may by then hold newer counts.</summary>
    Task<WebhookMessage?> NextAsync(CancellationToken cancellation);

    /// <summary>The other system has the message that was asked for last.</summary>
    Task TakenAsync(CancellationToken cancellation);

    /// <summary>How much there is to tell.</summary>
    Task<long> WaitingAsync(CancellationToken cancellation);
}

/// <summary>A message to another system.</summary>
/// <param name="Id">The same whenever the same is told, over restarts too.</param>
/// <param name="Body">JSON, in UTF-8.</param>
internal sealed record WebhookMessage(string Id, byte[] Body);
