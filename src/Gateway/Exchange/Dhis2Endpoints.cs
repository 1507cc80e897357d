using Microsoft.Extensions.Options;

namespace GridGrains.Gateway;

/// <summary><c>…/dhis2.json</c>, <c>.csv</c> and <c>.adx</c>: counts as DHIS2 takes them in, by a mapping that is sent with the request, so that it stays with whoever keeps the other system.</summary>
internal sealed class Dhis2Endpoints(LedgerLookup ledgers, PlaceTable table, IGrainFactory grains, TimeProvider time, IOptions<GatewayOptions> options)
{
    public const string Csv = "text/csv";

    /// <summary>The media type that DHIS2 knows ADX by.</summary>
    public const string Adx = "application/adx+xml";

    private const int JournalsAtOnce = 4;

    public async Task GetJsonAsync(string c, string p, HttpContext http)
    {
        if (await ReadAsync(c, p, http, isAdx: false) is { } values)
            await http.WriteJsonAsync(StatusCodes.Status200OK, values, Dhis2Files.WriteJson);
    }

    public async Task GetCsvAsync(string c, string p, HttpContext http)
    {
        if (await ReadAsync(c, p, http, isAdx: false) is { } values)
            await WriteAsync(http, Csv + "; charset=utf-8", Dhis2Files.Csv(values));
    }

    public async Task GetAdxAsync(string c, string p, HttpContext http)
    {
        if (await ReadAsync(c, p, http, isAdx: true) is { } values)
            await WriteAsync(http, Adx, Dhis2Files.Xml(values, time.GetUtcNow().UtcDateTime));
    }

    private static Task WriteAsync(HttpContext http, string mediaType, string text)
    {
        http.Response.ContentType = mediaType;
        return http.Response.WriteAsync(text, http.RequestAborted);
    }

    private async Task<Dhis2Values?> ReadAsync(string c, string p, HttpContext http, bool isAdx)
    {
        var found = await ledgers.FindAsync(http.User, AccessAction.Read, c, p);
        if (found.Problem is { } refused)
        {
            await http.WriteProblemAsync(refused);
            return null;
        }
        var (body, tooLarge) = await Body.ReadAsync(http, options.Value.MaxBodyBytes, 0, static (utf8, _) => WireBody.Read(utf8, WireJson.Default.Dhis2Body));
        var (mapping, invalid) = body.Value?.Read(found.Place!, Today(found.Campaign!)) ?? default;
        var wrong = tooLarge ?? body.Problem ?? invalid ?? (isAdx ? RefuseForAdx(mapping!) : null);
        if (wrong is not null)
        {
            await http.WriteProblemAsync(wrong);
            return null;
        }
        var values = mapping!.Day is { } day ? await ReadDayAsync(found, mapping, day) : await ReadPresentAsync(found, mapping);
        if (values is null)
            await http.WriteProblemAsync(Problem.NotFound($"there is no daily report for {mapping.Day:yyyy-MM-dd} of every place that the mapping names"));
        return values;
    }

    // In ADX categories are attributes by their own names, and the data set is named by each group.
    private static Problem? RefuseForAdx(Dhis2Mapping mapping) =>
        mapping.DataSet is null ? Problem.Invalid("dataSet", "is missing; in ADX every group names it")
        : mapping.AttributeOptionCombo is not null || mapping.Elements.Any(element => element.CategoryOptionCombo is not null)
            ? Problem.Invalid("dataElements", "must have dimensions in place of option combos; ADX has no combos")
            : null;

    private DateOnly Today(Campaign campaign) => DateOnly.FromDateTime(campaign.TimeAt(time.GetUtcNow()).ToOffset(TimeSpan.FromHours(8)).DateTime);

    private async Task<Dhis2Values?> ReadPresentAsync(LedgerFinding found, Dhis2Mapping mapping)
    {
        var units = mapping.OrgUnits.ToDictionary(unit => unit.Place.Place.Id, unit => unit.OrgUnit);
        List<(string, long[])> values = [];
        await foreach (var row in table.RowsAsync(found, mapping.OrgUnits.Select(unit => unit.Place)))
            values.Add((units[row.Place.Id], [.. mapping.Elements.Select(element => row.Counts.Counts[element.Count.Index])]));
        return new(mapping, [.. values]);
    }

    private async Task<Dhis2Values?> ReadDayAsync(LedgerFinding found, Dhis2Mapping mapping, DateOnly day)
    {
        var values = new (string, long[])[mapping.OrgUnits.Length];
        var isThere = true;
        await Parallel.ForAsync(0, values.Length, new ParallelOptions { MaxDegreeOfParallelism = JournalsAtOnce }, async (i, _) =>
        {
            var (place, unit) = mapping.OrgUnits[i];
            var key = new LedgerKey(found.Campaign!.Id, place.Place.Id).ToString();
            if (await LedgerCall.AskAsync(() => grains.GetGrain<IJournalGrain>(key).Daily(day.DayNumber)) is { } report)
                values[i] = (unit, [.. mapping.Elements.Select(element => report.Counts[element.Count.Index] - (mapping.IsOfTheDay ? report.Before[element.Count.Index] : 0))]);
            else
                isThere = false;
        });
        return isThere ? new(mapping, values) : null;
    }
}
