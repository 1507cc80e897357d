using System.Globalization;

namespace GridGrains.Gateway;

/// <summary><c>…/daily/{date}</c>: what a place had reported on a day by when that was due, as JSON or for a spreadsheet.</summary>
internal sealed class DailyEndpoints(LedgerLookup ledgers, IGrainFactory grains, CurrentCity current)
{
    public const string Csv = "text/csv";

    public async Task GetAsync(string c, string p, string date, HttpContext http)
    {
        var found = await ledgers.FindAsync(http.User, AccessAction.Read, c, p);
        if (found.Problem is { } refused)
        {
            await http.WriteProblemAsync(refused);
            return;
        }
        var query = new QueryReader(http.Request.Query);
        var format = query.Text("format");
        var language = query.Text("lang") ?? "zh";
        if (format is not (null or "json" or "csv"))
            query.Refuse("format", "must be json or csv");
        if (language is not ("zh" or "en"))
            query.Refuse("lang", "must be zh or en");
        if (!DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            query.Refuse("date", "must be a day, as 2022-10-06");
        if (query.Problem is { } wrong)
        {
            await http.WriteProblemAsync(wrong);
            return;
        }
        var report = await LedgerCall.AskAsync(() => grains.GetGrain<IJournalGrain>(found.Key.ToString()).Daily(day.DayNumber));
        if (report is null)
            await http.WriteProblemAsync(Problem.NotFound($"there is no daily report of {p} for {date}"));
        else if (format is null ? WantsCsv(http.Request) : format == "csv")
            await WriteCsvAsync(http, report, date, isChinese: language == "zh");
        else
            await http.WriteJsonAsync(DailyShape.Of(report, current.Value), WireJson.Default.DailyReport);
    }

    /// <summary>Whether a request would rather have CSV than JSON.</summary>
    public static bool WantsCsv(HttpRequest request)
    {
        var json = request.GetTypedHeaders().Accept.FirstOrDefault(a => a.MatchesMediaType(JsonAnswer.MediaType));
        var csv = request.GetTypedHeaders().Accept.FirstOrDefault(a => a.MediaType == Csv);
        return csv is not null && (json is null || (csv.Quality ?? 1) > (json.Quality ?? 1));
    }

    private async Task WriteCsvAsync(HttpContext http, DailyReport report, string date, bool isChinese)
    {
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{report.Campaign}_{report.Place}_{date}.csv\"";
        http.Response.Headers.CacheControl = "no-store";
        await http.Response.WriteAsync(DailyCsv.Write(DailyShape.Of(report, current.Value), isChinese), http.RequestAborted);
    }
}
