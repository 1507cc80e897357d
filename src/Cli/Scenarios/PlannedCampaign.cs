using System.Text.Json.Nodes;

namespace GridGrains.Cli;

/// <summary>A campaign as the scenario's file has it, and what a player has to know of it.</summary>
internal sealed record PlannedCampaign(string Id, PlaceId Root, DateTimeOffset OpensAt, JsonObject Body)
{
    /// <summary>The same as a drill: its clock starts at the opening and runs <paramref name="speed"/> times as fast.</summary>
    public PlannedCampaign AsDrill(double speed) => AsDrill(new DrillView(OpensAt.ToUniversalTime(), speed));

    /// <summary>The same as a drill with this clock.</summary>
    public PlannedCampaign AsDrill(DrillView drill)
    {
        var body = (JsonObject)Body.DeepClone();
        body["drill"] = new JsonObject { ["origin"] = drill.Origin.UtcDateTime, ["speed"] = drill.Speed };
        return this with { Body = body };
    }
}
