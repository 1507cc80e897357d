using System.Text.Json;

namespace GridGrains.Gateway;

/// <summary>Writes how far a place has come with each target of its campaign.</summary>
internal static class TargetWriter
{
    /// <summary>Writes the member <c>targets</c>; left out where nothing is to be done.</summary>
    public static void Write(Utf8JsonWriter json, Campaign campaign, PlaceNode place, PlaceCounts counts)
    {
        var begun = false;
        foreach (var (count, progress) in TargetProgress.Of(campaign, place, counts))
        {
            if (!begun)
                json.WriteStartObject("targets"u8);
            begun = true;
            json.WriteStartObject(count.Code);
            json.WriteNumber("target"u8, progress.Target);
            json.WriteNumber("remaining"u8, progress.Remaining);
            json.WriteNumber("coverage"u8, progress.Coverage);
            if (progress.PerHour is { } perHour)
                json.WriteNumber("perHour"u8, perHour);
            if (progress.Finish is { } finish)
                json.WriteString("finish"u8, finish);
            json.WriteEndObject();
        }
        if (begun)
            json.WriteEndObject();
    }
}
