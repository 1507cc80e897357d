using System.Text.Json;

namespace GridGrains.Gateway;

/// <summary>Alerts in the shape of the contract.</summary>
internal static class AlertShape
{
    /// <summary>As everybody sees it.</summary>
    public static Wire.Alert Of(Alert alert) => new(
        alert.Id,
        alert.Rule,
        alert.Severity switch { AlertSeverity.Critical => "critical", AlertSeverity.Warning => "warning", _ => "info" },
        alert.Campaign,
        alert.Place.Value,
        alert.Subject,
        alert.Since,
        new Wire.AlertTitle(alert.Zh, alert.En),
        alert.Acknowledged,
        alert.ClearedAt);

    /// <summary>A push of it to a client.</summary>
    public static HubPush Push(Alert alert) => HubPush.Of(
        "alert", Of(alert), static (json, shape) => JsonSerializer.Serialize(json, shape, WireJson.Default.Alert));
}
