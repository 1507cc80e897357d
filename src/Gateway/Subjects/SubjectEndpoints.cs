using System.Text.Json;

namespace GridGrains.Gateway;

/// <summary>A leaf's winning observations, page by page.</summary>
internal sealed class SubjectEndpoints(LedgerLookup ledgers, IGrainFactory grains)
{
    private const int LargestPage = 500;
    private const int LongestAfter = 130;

    public async Task GetAsync(string c, string p, HttpContext http)
    {
        var found = await ledgers.FindAsync(http.User, AccessAction.Read, c, p);
        if (found.Problem is { } refused)
        {
            await http.WriteProblemAsync(refused);
            return;
        }
        var query = new QueryReader(http.Request.Query);
        var series = query.Text("series");
        var after = query.Text("after");
        var limit = query.Number("limit", LargestPage, 1, LargestPage);
        if (series is not null && !Catalogue.Current.TryGetSeries(series, out _))
            query.Refuse("series", "is not a series of the catalogue");
        if (after is { Length: > LongestAfter })
            query.Refuse("after", "must be the subject that the page before ended with, across series as series/subject");
        if (!found.Place!.IsLeaf)
            query.Refuse("place", $"is an area; subjects are kept at leaves, such as {found.Place.Place.Id.Desk}");
        if (query.Problem is { } wrong)
        {
            await http.WriteProblemAsync(wrong);
            return;
        }
        var subjects = await LedgerCall.AskAsync(() => grains.GetGrain<IGridGrain>(found.Key.ToString()).Subjects(series, after, limit));
        if (subjects is not { } page)
        {
            await http.WriteProblemAsync(Problem.Gone($"the subjects of campaign {c} have been purged; its counts and its history stay"));
            return;
        }
        await http.WriteJsonAsync(StatusCodes.Status200OK, page, static (json, all) =>
        {
            json.WriteStartArray();
            foreach (var observation in all)
                Write(json, observation);
            json.WriteEndArray();
        });
    }

    private static void Write(Utf8JsonWriter json, in Observation observation)
    {
        json.WriteStartObject();
        json.WriteString("series"u8, observation.Series);
        json.WriteString("subject"u8, observation.Subject);
        json.WriteNumber("value"u8, observation.Value);
        json.WriteString("at"u8, observation.At);
        if (observation.Post is { } post)
            json.WriteString("post"u8, post);
        json.WriteEndObject();
    }
}
