namespace GridGrains;

/// <summary>An address of another system that is told of a place.</summary>
/// <param name="Id">Chosen by the sender, so that it can be sent again.</param>
/// <param name="Campaign">The campaign it belongs to.</param>
/// <param name="Place">The place that it is told of.</param>
/// <param name="Topic">Of what it is told.</param>
/// <param name="Depth">Of counts: how many levels below the place are told too.</param>
/// <param name="Url">Where messages are sent to.</param>
/// <param name="CreatedAt">When it was registered, in UTC.</param>
[GenerateSerializer, Immutable]
public sealed record Webhook(
    [property: Id(0)] Guid Id,
    [property: Id(1)] string Campaign,
    [property: Id(2)] PlaceId Place,
    [property: Id(3)] WebhookTopic Topic,
    [property: Id(4)] int Depth,
    [property: Id(5)] string Url,
    [property: Id(6)] DateTime CreatedAt)
{
    /// <summary>Whether it is told of alerts of a place.</summary>
    public bool HearsAlertsOf(PlaceId place) => Topic == WebhookTopic.Alerts && place.IsWithin(Place);

    /// <summary>Whether another one asks for the same, whenever either was registered.</summary>
    public bool AsksTheSame(Webhook other) => this with { CreatedAt = default } == other with { CreatedAt = default };
}

/// <summary>Of what a webhook is told.</summary>
public enum WebhookTopic
{
    /// <summary>Counts: the newest of each place, those in between may be skipped.</summary>
    Counts,

    /// <summary>Alerts: every one that is raised, changed or cleared.</summary>
    Alerts,
}

/// <summary>A webhook and how its messages get through.</summary>
/// <param name="Webhook">The webhook; never its secret.</param>
/// <param name="Waiting">Of alerts, those that it has still to be told of; of counts, places with newer counts when they were last looked at.</param>
/// <param name="DeliveredAt">When a message last got through, since this was last started; null if none did.</param>
/// <param name="FailingSince">Since when none gets through; null while they do.</param>
/// <param name="Attempts">How often the message that does not get through has been sent.</param>
/// <param name="NextAttemptAt">When it is sent again.</param>
/// <param name="Failure">What came of the last attempt, in a few words.</param>
[GenerateSerializer, Immutable]
public sealed record WebhookState(
    [property: Id(0)] Webhook Webhook,
    [property: Id(1)] long Waiting = 0,
    [property: Id(2)] DateTime? DeliveredAt = null,
    [property: Id(3)] DateTime? FailingSince = null,
    [property: Id(4)] int Attempts = 0,
    [property: Id(5)] DateTime? NextAttemptAt = null,
    [property: Id(6)] string? Failure = null);

/// <summary>What came of a registration: the webhook, or the member that may not be so and why.</summary>
[GenerateSerializer, Immutable]
public sealed record WebhookAnswer([property: Id(0)] WebhookState? State, [property: Id(1)] string? Member, [property: Id(2)] string? Message)
{
    /// <summary>It is durable.</summary>
    public static WebhookAnswer Kept(WebhookState state) => new(state, null, null);

    /// <summary>It is not.</summary>
    public static WebhookAnswer Refused(string member, string message) => new(null, member, message);
}
