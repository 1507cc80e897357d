using System.Text.Json;

namespace GridGrains.Gateway;

/// <summary>Alerts in the shape of the contract.</summary>
internal static class AlertShape
{
    /// <summary>As everybody sees it.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="city">Knows the level of the place that it has reached.</param>
    public static Wire.Alert Of(Alert alert, City city) => new(
        alert.Id,
        alert.Rule,
        Code(alert.Severity),
        alert.Campaign,
        alert.Place.Value,
        alert.Subject,
        alert.Since,
        new Wire.AlertTitle(alert.Zh, alert.En),
        alert.Acknowledged,
        alert.ClearedAt,
        alert.Reached is { } reached && reached != alert.Place
            ? new(reached.Value, city.TryGetPlace(reached, out var place) ? place.Place.Level : "")
            : null);

    /// <summary>A severity by its name in the contract.</summary>
    public static string Code(AlertSeverity severity) => severity switch
    {
        AlertSeverity.Critical => "critical",
        AlertSeverity.Warning => "warning",
        _ => "info",
    };

    /// <summary>A push of it to a client.</summary>
    public static HubPush Push(Alert alert, City city) => HubPush.Of(
        "alert", Of(alert, city), static (json, shape) => JsonSerializer.Serialize(json, shape, WireJson.Default.Alert));
}
