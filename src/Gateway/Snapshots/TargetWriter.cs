using System.Text.Json;

namespace GridGrains.Gateway;

/// <summary>Writes how far a place has come with each target of its campaign: how much there is to do, what remains, how fast it went in the last hour, and when that would end.</summary>
internal static class TargetWriter
{
    // Shorter than this nothing is told of a pace.
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(5);

    /// <summary>Writes the member <c>targets</c>; left out where nothing is to be done.</summary>
    public static void Write(Utf8JsonWriter json, Campaign campaign, PlaceNode place, PlaceCounts counts)
    {
        var (begun, number) = (false, -1);
        foreach (var (code, attribute) in campaign.Targets)
        {
            number++;
            if (!place.Expected.TryGetValue(attribute, out var target) || target <= 0 || !Catalogue.Current.TryGetCount(code, out var count))
                continue;
            if (!begun)
                json.WriteStartObject("targets"u8);
            begun = true;
            json.WriteStartObject(code);
            Write(json, campaign, counts, counts.Counts[count.Index], target, counts.HourBefore.IsDefault ? -1 : counts.HourBefore[number]);
            json.WriteEndObject();
        }
        if (begun)
            json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Campaign campaign, PlaceCounts counts, long value, long target, long hourBefore)
    {
        var remaining = Math.Max(0, target - value);
        json.WriteNumber("target"u8, target);
        json.WriteNumber("remaining"u8, remaining);
        json.WriteNumber("coverage"u8, Math.Floor(Math.Max(0, value) * 1000m / target) / 10);
        // Of a place of which nothing was ever heard: that is as of no moment of the campaign's clock.
        if (hourBefore < 0)
            return;
        var now = campaign.TimeAt(new DateTimeOffset(DateTime.SpecifyKind(counts.AsOf, DateTimeKind.Utc)));
        var since = now - campaign.OpensAt;
        var length = since < TimeSpan.FromHours(1) ? since : TimeSpan.FromHours(1);
        if (length < Shortest)
            return;
        var perHour = Math.Max(0, value - hourBefore) / length.TotalHours;
        json.WriteNumber("perHour"u8, (long)Math.Round(perHour));
        // A pace at which it would take more than a year is none.
        if (remaining > 0 && remaining < perHour * 24 * 366)
            json.WriteString("finish"u8, (now + TimeSpan.FromHours(remaining / perHour)).UtcDateTime);
    }
}
