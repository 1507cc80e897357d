using System.Buffers;
using System.Globalization;
using System.Text.Json;
using GridGrains.Storage;

namespace GridGrains.Webhooks;

/// <summary>The alerts that a webhook is told of, one a message, as the database has queued them: none is passed over, whatever fails for however long.</summary>
internal sealed class AlertMessages(Webhook webhook, WebhookStore store) : IMessages
{
    private long given;

    public async Task<WebhookMessage?> NextAsync(CancellationToken cancellation)
    {
        if (await store.NextAsync(webhook.Campaign, webhook.Id, cancellation) is not { } alert)
            return null;
        given = alert.Number;
        var id = string.Create(CultureInfo.InvariantCulture, $"{webhook.Id:N}-{alert.Number}");
        return new(id, Body(id, alert));
    }

    public Task TakenAsync(CancellationToken cancellation) => store.ToldAsync(webhook.Campaign, webhook.Id, given, cancellation);

    public Task<long> WaitingAsync(CancellationToken cancellation) => store.WaitingAsync(webhook.Campaign, webhook.Id, cancellation);

    private byte[] Body(string id, QueuedAlert alert)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, MessageBody.Options))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "alert");
            json.WriteString("id"u8, id);
            json.WriteString("webhook"u8, webhook.Id);
            json.WriteString("campaign"u8, webhook.Campaign);
            json.WriteNumber("number"u8, alert.Number);
            json.WriteString("place"u8, alert.Place);
            json.WritePropertyName("alert"u8);
            json.WriteRawValue(alert.Body);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
