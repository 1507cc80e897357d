using System.Collections.Immutable;
using GridGrains.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace GridGrains.Webhooks;

/// <summary>The webhooks of a campaign, each with a courier of its own. What they are is in the database before it is answered.</summary>
/// <remarks>
/// Reentrant, so that registering and listing do not wait for other systems. State only changes between awaits. Should two activations send at the same time, the same is told twice, under
/// the same ids.
/// </remarks>
[Reentrant]
internal sealed partial class WebhookGrain(
    WebhookStore store, WebhookAddress addresses, WebhookSender sender, CurrentCity current, IOptions<WebhookOptions> options, TimeProvider time, ILogger<WebhookGrain> log)
    : Grain, IWebhookGrain
{
    private readonly SortedList<(DateTime, Guid), Courier> couriers = [];
    private string campaign = "";

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        campaign = this.GetPrimaryKeyString();
        await current.Known.WaitAsync(cancellationToken);
        foreach (var (webhook, secret) in await store.ListAsync(campaign, cancellationToken))
            Begin(webhook, secret);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        Task.WhenAll(couriers.Values.Select(courier => courier.DisposeAsync().AsTask()));

    public async Task<WebhookAnswer> Register(Webhook webhook, string secret, string by)
    {
        if (Find(webhook.Id) is { } known)
            return await AgainAsync(known, webhook, secret);
        if (Refuse(webhook, secret) is var (member, message))
            return WebhookAnswer.Refused(member, message);
        if (await store.AddAsync(webhook with { CreatedAt = time.GetUtcNow().UtcDateTime }, secret, by, CancellationToken.None))
            LogRegistered(webhook.Id, campaign, webhook.Place);
        var (kept, itsSecret) = (await store.ListAsync(campaign, CancellationToken.None)).Find(row => row.Webhook.Id == webhook.Id);
        // While the database wrote it, the same one may have come again.
        var courier = Find(webhook.Id) ?? Begin(kept, itsSecret);
        return await AgainAsync(courier, webhook, secret);
    }

    public async Task<ImmutableArray<WebhookState>> List(PlaceId place) =>
        [.. await Task.WhenAll(couriers.Values.Where(courier => courier.Webhook.Place.IsWithin(place)).Select(courier => courier.StateAsync()).ToList())];

    public async Task<WebhookState?> Remove(PlaceId place, Guid id, string by)
    {
        if (Find(id) is not { } courier || !courier.Webhook.Place.IsWithin(place))
            return null;
        var state = await courier.StateAsync();
        if (!await store.RemoveAsync(courier.Webhook, by, CancellationToken.None) || !couriers.Remove(Key(courier.Webhook)))
            return null;
        await courier.DisposeAsync();
        return state;
    }

    public Task Wake() => Task.CompletedTask;

    private static (DateTime, Guid) Key(Webhook webhook) => (webhook.CreatedAt, webhook.Id);

    private static async Task<WebhookAnswer> AgainAsync(Courier known, Webhook webhook, string secret) => known.IsAskedBy(webhook, secret)
        ? WebhookAnswer.Kept(await known.StateAsync())
        : WebhookAnswer.Refused("id", "is known with another place, topic, depth, address or secret; a webhook is not changed, take it out and register another");

    private Courier? Find(Guid id) => couriers.Values.FirstOrDefault(courier => courier.Webhook.Id == id);

    private (string Member, string Message)? Refuse(Webhook webhook, string secret)
    {
        if (couriers.Count >= options.Value.PerCampaign)
            return ("id", $"would be more than the {options.Value.PerCampaign} webhooks that a campaign may have");
        if (addresses.Refuse(webhook.Url) is { } refused)
            return ("url", refused);
        if (WebhookKey.Of(secret) is null)
            return ("secret", $"must be {WebhookKey.Prefix} and the base64 of {WebhookKey.Shortest} to {WebhookKey.Longest} bytes");
        if (webhook.Topic == WebhookTopic.Counts && current.Value.TryGetPlace(webhook.Place, out var place)
            && place.Subtree(webhook.Depth).Take(options.Value.MaxPlaces + 1).Count() > options.Value.MaxPlaces)
            return ("depth", $"leads to more than {options.Value.MaxPlaces} places; choose a smaller one, or a place further down");
        return null;
    }

    private Courier Begin(Webhook webhook, string secret)
    {
        IMessages messages = webhook.Topic == WebhookTopic.Alerts
            ? new AlertMessages(webhook, store)
            : new CountMessages(webhook, GrainFactory, current);
        var courier = new Courier(webhook, WebhookKey.Of(secret)!, messages, sender, options.Value, time, log);
        couriers.Add(Key(webhook), courier);
        courier.Start();
        return courier;
    }

    [LoggerMessage(963, LogLevel.Information, "Webhook {Webhook} of {Campaign} is told of {Place}")]
    private partial void LogRegistered(Guid webhook, string campaign, PlaceId place);
}
