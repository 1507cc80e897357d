using System.Collections.Immutable;

namespace GridGrains;

/// <summary>The webhooks of one campaign; its key is the campaign's id. It keeps them, and sends them what they are to be told.</summary>
[Alias("GridGrains.IWebhookGrain")]
public interface IWebhookGrain : IGrainWithStringKey
{
    /// <summary>Makes a webhook durable, and only then answers. The same one again is answered as it stands.</summary>
    /// <param name="webhook">Its members are well-formed; whether its address may be used is decided here.</param>
    /// <param name="secret">The key that signs its messages, as text; kept, and never told again.</param>
    /// <param name="by">Opaque id of the steward.</param>
    [Alias("Register")]
    Task<WebhookAnswer> Register(Webhook webhook, string secret, string by);

    /// <summary>The webhooks that are told of a place or of one below it, the oldest first.</summary>
    [Alias("List")]
    Task<ImmutableArray<WebhookState>> List(PlaceId place);

    /// <summary>Takes out a webhook of a place or of one below it, with all that waits for it; null if there is none of this id there.</summary>
    [Alias("Remove")]
    Task<WebhookState?> Remove(PlaceId place, Guid id, string by);

    /// <summary>Has it go on sending after a restart. Does nothing where it does already.</summary>
    [Alias("Wake")]
    Task Wake();
}
