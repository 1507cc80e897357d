using System.Globalization;
using System.Text;

namespace GridGrains.Gateway;

/// <summary>The counts of all places of a level below a place, for a spreadsheet: a row per place, a column per count.</summary>
internal sealed class ExportEndpoints(LedgerLookup ledgers, PlaceTable table)
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
        await using var rows = table.RowsAsync(found, Places(found.Place!, level)).GetAsyncEnumerator(http.RequestAborted);
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
