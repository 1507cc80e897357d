using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GridGrains.Cli;

/// <summary>Reads <c>campaigns.json</c>: an array of campaigns as the API has them.</summary>
internal static class CampaignFile
{
    public static ImmutableArray<PlannedCampaign> Read(string path)
    {
        try
        {
            var campaigns = JsonNode.Parse(File.ReadAllText(path))!.AsArray();
            return [.. campaigns.Select(c => Read(c!.AsObject()))];
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or NullReferenceException or KeyNotFoundException)
        {
            throw new CommandFailure(ExitCode.WrongUse, $"'{path}' is not a list of campaigns with id, root and opensAt: {e.Message}");
        }
    }

    private static PlannedCampaign Read(JsonObject body) => new(
        Text(body, "id"), PlaceId.Parse(Text(body, "root")), Rfc3339.Parse(Text(body, "opensAt")), body);

    private static string Text(JsonObject body, string member) =>
        body[member]?.GetValue<string>() ?? throw new KeyNotFoundException($"a campaign has no '{member}'.");
}
