using System.Collections.Immutable;
using System.Globalization;

namespace GridGrains.Gateway;

/// <summary><c>…/trail</c>: who did, or tried, what at and below a place. Stewards only.</summary>
internal sealed class TrailEndpoints(LedgerLookup ledgers, IGrainFactory grains)
{
    private const int LargestPage = 500;
    private const string Reports = "reports";

    public async Task GetAsync(string c, string p, HttpContext http)
    {
        var found = await ledgers.FindAsync(http.User, AccessAction.ReadTrail, c, p);
        if (found.Problem is { } refused)
        {
            await http.WriteProblemAsync(refused);
            return;
        }
        var query = new QueryReader(http.Request.Query);
        var of = query.Text("of");
        var limit = query.Number("limit", LargestPage, 1, LargestPage);
        var after = query.Text("after");
        if (of is not (null or Reports))
            query.Refuse("of", "must be reports, or left out");
        var (place, number) = After(query, of, after);
        if (query.Problem is { } wrong)
        {
            await http.WriteProblemAsync(wrong);
            return;
        }
        var trail = grains.GetGrain<ITrailGrain>(found.Key.ToString());
        var page = await LedgerCall.AskAsync(() => of == Reports ? trail.Reports(place, number, limit + 1) : trail.Entries(number, limit + 1));
        await http.WriteJsonAsync(Page(page, limit, of), WireJson.Default.TrailPage);
    }

    private static (PlaceId? Place, long Number) After(QueryReader query, string? of, string? after)
    {
        if (after is null)
            return (null, of == Reports ? 0 : long.MaxValue);
        var slash = after.IndexOf('/', StringComparison.Ordinal);
        PlaceId? place = slash > 0 && PlaceId.TryParse(after[..slash], null, out var found) ? found : null;
        if (!long.TryParse(after.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || place is null == (of == Reports))
            query.Refuse("after", "must be the next of the page before");
        return (place, number);
    }

    private static Wire.TrailPage Page(ImmutableArray<TrailEntry> page, int limit, string? of)
    {
        var last = page.Length > limit ? page[limit - 1] : null;
        var next = last is null ? null
            : of == Reports ? string.Create(CultureInfo.InvariantCulture, $"{last.Place}/{last.Entry}")
            : last.Entry.ToString(CultureInfo.InvariantCulture);
        return new([.. page.Take(limit).Select(Show)], next);
    }

    private static Wire.TrailRow Show(TrailEntry entry) => new(
        entry.At, entry.Who, entry.What, entry.Campaign.Length > 0 ? entry.Campaign : null, entry.Place.Value, entry.Outcome, entry.About, entry.Times);
}
