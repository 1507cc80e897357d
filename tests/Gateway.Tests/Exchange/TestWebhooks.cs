using System.Collections.Immutable;

namespace GridGrains.Gateway.Tests;

/// <summary>The webhooks of every campaign, in memory, and sent nothing.</summary>
internal sealed class TestWebhooks : IWebhookGrain
{
    private ImmutableArray<WebhookState> kept = [];

    public string? Secret { get; private set; }

    public string? By { get; private set; }

    public Task<WebhookAnswer> Register(Webhook webhook, string secret, string by)
    {
        if (webhook.Url.Contains("elsewhere", StringComparison.Ordinal))
            return Task.FromResult(WebhookAnswer.Refused("url", "is elsewhere"));
        (Secret, By) = (secret, by);
        var state = new WebhookState(webhook with { CreatedAt = Town.CreatedAt.UtcDateTime }, Waiting: 2, FailingSince: Town.CreatedAt.UtcDateTime, Attempts: 3, Failure: "answered 503");
        kept = kept.Add(state);
        return Task.FromResult(WebhookAnswer.Kept(state));
    }

    public Task<ImmutableArray<WebhookState>> List(PlaceId place) => Task.FromResult<ImmutableArray<WebhookState>>([.. kept.Where(state => state.Webhook.Place.IsWithin(place))]);

    public Task<WebhookState?> Remove(PlaceId place, Guid id, string by)
    {
        var found = kept.FirstOrDefault(state => state.Webhook.Id == id && state.Webhook.Place.IsWithin(place));
        kept = found is null ? kept : kept.Remove(found);
        return Task.FromResult(found);
    }

    public Task Wake() => Task.CompletedTask;
}
