namespace GridGrains.Gateway;

/// <summary>Webhooks in the shape of the contract, without their secrets.</summary>
internal static class WebhookShape
{
    public static Wire.Webhook Of(WebhookState state)
    {
        var webhook = state.Webhook;
        return new(
            webhook.Id,
            webhook.Campaign,
            webhook.Place.Value,
            webhook.Topic == WebhookTopic.Counts ? "counts" : "alerts",
            webhook.Depth,
            webhook.Url,
            webhook.CreatedAt,
            state.Waiting,
            state.DeliveredAt,
            state.FailingSince is { } since ? new(since, state.Attempts, state.NextAttemptAt ?? since, state.Failure ?? "") : null);
    }
}
