using System.Globalization;
using System.Text;

namespace GridGrains.Gateway;

/// <summary>The counts of all places of a level below a place, for a spreadsheet: a row per place, a column per count.</summary>
internal sealed class ExportEndpoints(LedgerLookup ledgers, IGrainFactory grains)
{
    private const string UsualLevel = "grid";
    private const int FlushAt = 32 * 1024;

    private static readonly string Header =
        string.Join(',', ["id", "name", "nameEn", "version", "asOf", .. Catalogue.Current.Counts.Select(count => count.Code)]) + "\r\n";

    public async Task GetAsync(string c, string p, HttpContext http)
    {
        var found = await ledgers.FindAsync(http.User, AccessAction.Read, c, p);
        if (found.Problem is { } refused)
        {
            await http.WriteProblemAsync(refused);
            return;
        }
        var query = new QueryReader(http.Request.Query);
        var level = query.Text("level") ?? UsualLevel;
        if (!Catalogue.Current.HasLevel(level))
            query.Refuse("level", $"must be one of {string.Join(", ", Catalogue.Current.Levels.Select(l => l.Code))}");
        if (query.Problem is { } wrong)
        {
            await http.WriteProblemAsync(wrong);
            return;
        }
        // The first row before the answer begins, so that a ledger that cannot be reached is still a problem and no torn file.
        await using var rows = RowsAsync(found, level).GetAsyncEnumerator(http.RequestAborted);
        var any = await rows.MoveNextAsync();
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{c}_{p}_{level}.csv\"";
        http.Response.Headers.CacheControl = "no-store";
        var text = new StringBuilder("\uFEFF").Append(Header);
        for (; any; any = await rows.MoveNextAsync())
        {
            Append(text, rows.Current.Node, rows.Current.Counts);
            if (text.Length > FlushAt)
                await FlushAsync(http, text);
        }
        await FlushAsync(http, text);
    }

    // Places of one parent come from one call, of one moment; no leaf is woken for it.
    private async IAsyncEnumerable<(PlaceNode Node, PlaceCounts Counts)> RowsAsync(LedgerFinding found, string level)
    {
        var campaign = found.Campaign!.Id;
        PlaceFamily? family = null;
        foreach (var node in Places(found.Place!, level))
        {
            if (node == found.Place)
            {
                yield return (node, await LedgerCall.AskAsync(() => grains.Ledger(found).Get()));
                continue;
            }
            var parent = node.Parent!.Place.Id;
            if (family?.Area.Place != parent)
                family = await LedgerCall.AskAsync(() => grains.GetGrain<IAreaGrain>(new LedgerKey(campaign, parent).ToString()).Children());
            yield return (node, family.Children.FirstOrDefault(child => child.Place == node.Place.Id)
                ?? new PlaceCounts(node.Place.Id, 0, family.Area.AsOf, CountVector.Zero));
        }
    }

    private static IEnumerable<PlaceNode> Places(PlaceNode root, string level) => level == Place.DeskLevel && !root.Place.Id.IsDesk
        ? root.Subtree().Where(node => !node.IsLeaf).Select(area => area.Desk)
        : root.Subtree().Where(node => node.Place.Level == level);

    private static void Append(StringBuilder text, PlaceNode node, PlaceCounts counts)
    {
        var place = node.Place;
        text.Append(CsvCells.Cell(place.Id.Value)).Append(',').Append(CsvCells.Cell(place.Name)).Append(',').Append(CsvCells.Cell(place.NameEn));
        text.Append(CultureInfo.InvariantCulture, $",{counts.Version},").Append(Rfc3339.Write(counts.AsOf));
        for (var i = 0; i < Catalogue.Current.Counts.Length; i++)
            text.Append(CultureInfo.InvariantCulture, $",{counts.Counts[i]}");
        text.Append("\r\n");
    }

    private static async Task FlushAsync(HttpContext http, StringBuilder text)
    {
        await http.Response.WriteAsync(text.ToString(), http.RequestAborted);
        text.Clear();
    }
}
