using System.Text.Json;

namespace GridGrains.Gateway;

/// <summary>
/// Writes how far a place has come with each target of its campaign: how much there is to do, what remains, how fast it went in
/// the last hour, and when it would be done if it goes on as in the last 24 hours.
/// </summary>
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
            Write(json, campaign, counts, counts.Counts[count.Index], target, number);
            json.WriteEndObject();
        }
        if (begun)
            json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Campaign campaign, PlaceCounts counts, long value, long target, int number)
    {
        var remaining = Math.Max(0, target - value);
        json.WriteNumber("target"u8, target);
        json.WriteNumber("remaining"u8, remaining);
        json.WriteNumber("coverage"u8, Math.Floor(Math.Max(0, value) * 1000m / target) / 10);
        // Of a place of which nothing was ever heard: that is as of no moment of the campaign's clock.
        if (counts.HourBefore.IsDefault || counts.HourBefore[number] < 0)
            return;
        var now = campaign.TimeAt(new DateTimeOffset(DateTime.SpecifyKind(counts.AsOf, DateTimeKind.Utc)));
        var since = now - campaign.OpensAt;
        if (since < Shortest)
            return;
        json.WriteNumber("perHour"u8, (long)Math.Round(PerHour(value - counts.HourBefore[number], TimeSpan.FromHours(1))));
        if (counts.DayBefore.IsDefault || counts.DayBefore[number] < 0)
            return;
        // The rule finish.late goes by the same. A pace at which it would take more than a year is none.
        var pace = PerHour(value - counts.DayBefore[number], TimeSpan.FromDays(1));
        if (remaining > 0 && remaining < pace * 24 * 366)
            json.WriteString("finish"u8, WholeSeconds((now + TimeSpan.FromHours(remaining / pace)).UtcDateTime));

        static DateTime WholeSeconds(DateTime moment) => moment.AddTicks(-(moment.Ticks % TimeSpan.TicksPerSecond));

        double PerHour(long done, TimeSpan window) => Math.Max(0, done) / (since < window ? since : window).TotalHours;
    }
}
