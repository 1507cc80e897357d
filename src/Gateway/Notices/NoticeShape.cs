using System.Text.Json;

namespace GridGrains.Gateway;

/// <summary>Notices in the shape of the contract.</summary>
internal static class NoticeShape
{
    /// <summary>As one place sees it.</summary>
    public static Wire.Notice Of(NoticeView view) => Of(view.Notice) with { Acknowledged = view.Acknowledged };

    /// <summary>As everybody sees it.</summary>
    public static Wire.Notice Of(Notice notice) => new(
        notice.Id,
        notice.Campaign,
        notice.Place.Value,
        new Wire.NoticeText(notice.Text.Zh, notice.Text.En),
        notice.PublishedAt,
        notice.AcknowledgedBy,
        notice.Expected);

    /// <summary>A push of it to a client.</summary>
    public static HubPush Push(Notice notice) => HubPush.Of(
        "notice", Of(notice), static (json, shape) => JsonSerializer.Serialize(json, shape, WireJson.Default.Notice));
}
