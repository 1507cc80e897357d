using System.Globalization;
using System.Text.Json.Nodes;

namespace GridGrains.Cli;

/// <summary>What a load is counted in.</summary>
/// <param name="Id">The campaign.</param>
/// <param name="DayBegins">When its day began. The day is over when the load begins, so that no report is ahead of the service's time.</param>
/// <param name="SubjectPrefix">What subjects begin with, so that none meets those of another run.</param>
internal sealed record CampaignOfLoad(string Id, DateTime DayBegins, string SubjectPrefix)
{
    private const int MarkLength = 6;

    /// <summary>A campaign of its own, or the one asked for.</summary>
    public static async Task<CampaignOfLoad> OpenAsync(Api api, LoadSettings settings, string root, CancellationToken cancellation)
    {
        var now = TimeProvider.System.GetUtcNow();
        var begins = (now - DayCurve.Length).UtcDateTime;
        // Letters only: nothing that could be taken for a person's number.
        var mark = System.Security.Cryptography.RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz", MarkLength);
        if (settings.Campaign is { } chosen)
        {
            if (await api.CampaignAsync(chosen, cancellation) is not { } known)
                throw new CommandFailure(ExitCode.NotSo, $"There is no campaign {chosen}.");
            if (known.State == "closed")
                throw new CommandFailure(ExitCode.NotSo, $"Campaign {chosen} is closed: nothing more is counted in it.");
            if (known.Drill is not null)
                throw new CommandFailure(ExitCode.NotSo, $"Campaign {chosen} is a drill with a clock of its own; a load needs one that goes by the real time.");
            return new CampaignOfLoad(chosen, begins, mark + "-");
        }
        var id = string.Create(CultureInfo.InvariantCulture, $"load-{now:yyyyMMdd-HHmmss}-{mark}");
        var body = new JsonObject
        {
            ["id"] = id,
            ["kind"] = "round",
            ["title"] = "压力测试",
            ["titleEn"] = "Load",
            ["root"] = root,
            ["opensAt"] = begins,
            ["targets"] = new JsonObject { ["tests.sampled"] = "residents", ["households.canvassed"] = "households" },
        };
        await api.PutCampaignAsync(new PlannedCampaign(id, PlaceId.Parse(root), begins, body), cancellation);
        return new CampaignOfLoad(id, begins, "");
    }
}
