using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace GridGrains.Gateway;

/// <summary>The present counts of a place, alone or with its children.</summary>
internal sealed class SnapshotEndpoints(LedgerLookup ledgers, IGrainFactory grains, CurrentCity current, PublicViews views)
{
    public async Task GetAsync(string c, string p, HttpContext http)
    {
        var found = await ledgers.FindToReadAsync(http.User, c, p);
        if (found.Problem is { } refused)
        {
            await http.WriteProblemAsync(refused);
            return;
        }
        if (Access.Reading(http.User) == AccessAction.ReadPublic)
        {
            await AnswerPubliclyAsync(found, http);
            return;
        }
        var counts = await LedgerCall.AskAsync(() => grains.Ledger(found).Get());
        if (http.IsUnchanged(Tag(counts)))
            return;
        await http.WriteJsonAsync(
            StatusCodes.Status200OK, (c, found.Campaign, found.Place, counts), static (json, s) => SnapshotWriter.Write(json, s.c, s.Campaign, s.Place, s.counts));
    }

    public async Task GetChildrenAsync(string c, string p, HttpContext http)
    {
        var found = await ledgers.FindAsync(http.User, AccessAction.Read, c, p);
        if (found.Problem is { } refused)
        {
            await http.WriteProblemAsync(refused);
            return;
        }
        var family = found.Place!.IsLeaf
            ? new PlaceFamily(await LedgerCall.AskAsync(() => grains.Ledger(found).Get()), [])
            : await LedgerCall.AskAsync(() => grains.GetGrain<IAreaGrain>(found.Key.ToString()).Children());
        if (http.IsUnchanged(Tag(family.Area)))
            return;
        await http.WriteJsonAsync(StatusCodes.Status200OK, (c, found.Campaign, found.Place, family, city: current.Value), static (json, s) =>
        {
            json.WriteStartObject();
            json.WritePropertyName("snapshot"u8);
            SnapshotWriter.Write(json, s.c, s.Campaign, s.Place, s.family.Area);
            json.WriteStartArray("children"u8);
            foreach (var child in s.family.Children)
                SnapshotWriter.Write(json, s.c, s.Campaign, s.city.TryGetPlace(child.Place, out var node) ? node : null, child);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private async Task AnswerPubliclyAsync(LedgerFinding found, HttpContext http)
    {
        var view = await views.GetAsync(found.Campaign!.Id);
        if (http.IsUnchanged(new EntityTagHeaderValue(string.Create(CultureInfo.InvariantCulture, $"\"p{view.AsOf.Ticks:x}-{current.Value.Version}\""))))
            return;
        await http.WriteJsonAsync(
            StatusCodes.Status200OK,
            (found, view, area: PublicCampaign.Area(view, found.Key.Place)),
            static (json, s) => PublicWriter.Write(json, s.found.Key.Campaign, s.view, s.area, s.found.Place));
    }

    // The tree's version too: names and what is expected come from it.
    private EntityTagHeaderValue Tag(PlaceCounts counts) => new(
        string.Create(CultureInfo.InvariantCulture, $"\"{counts.Version}-{counts.AsOf.Ticks:x}-{current.Value.Version}\""));
}
