using System.Collections.Immutable;
using System.Text.Json;

namespace GridGrains.Gateway;

/// <summary>
/// <c>…/at/{moment}</c>: a place as it was when the campaign's clock showed a moment, alone or with the rows of what lies below. Not for the public, who would choose
/// with the moment how close together two views are (docs/decisions/0029).
/// </summary>
internal sealed class RewindEndpoints(LedgerLookup ledgers, IGrainFactory grains, TimeProvider time)
{
    private const int MostColumns = 8;

    public Task GetAsync(string c, string p, string moment, HttpContext http) => AnswerAsync((c, p, moment), http, asTree: false);

    public Task GetTreeAsync(string c, string p, string moment, HttpContext http) => AnswerAsync((c, p, moment), http, asTree: true);

    private async Task AnswerAsync((string Campaign, string Place, string Moment) of, HttpContext http, bool asTree)
    {
        var found = await ledgers.FindAsync(http.User, AccessAction.Read, of.Campaign, of.Place);
        if (found.Problem is { } refused)
        {
            await http.WriteProblemAsync(refused);
            return;
        }
        var query = new QueryReader(http.Request.Query);
        var at = Moment(of.Moment, found.Campaign!.TimeAt(time.GetUtcNow()).UtcDateTime, query);
        var columns = asTree ? Columns(query) : [];
        var depth = asTree ? query.Number("depth", PlaceId.MaxDepth, 0, PlaceId.MaxDepth) : 0;
        if (query.Problem is { } wrong)
        {
            await http.WriteProblemAsync(wrong);
            return;
        }
        var answer = await LedgerCall.AskAsync(() => grains.GetGrain<IRewindGrain>(found.Key.ToString()).At(at, columns, depth));
        if (answer.Outcome == RewindOutcome.NotThere)
            await http.WriteProblemAsync(Problem.NotFound($"the tree had no place {of.Place} at {Rfc3339.Write(at)}"));
        else if (answer.Outcome == RewindOutcome.Busy)
            await http.WriteProblemAsync(Problem.Unavailable("the service is looking back for others; ask again"));
        else if (asTree)
            await http.WriteJsonAsync(StatusCodes.Status200OK, (of.Campaign, at, columns, answer.Place), static (json, s) => WriteTree(json, s.Campaign, s.at, s.columns, s.Place!));
        else
            await http.WriteJsonAsync(StatusCodes.Status200OK, (of.Campaign, answer.Place), static (json, s) => Write(json, s.Campaign, s.Place!));
    }

    /// <summary>Writes a place as it was, with the names and the targets of then.</summary>
    public static void Write(Utf8JsonWriter json, string campaign, PastPlace past) =>
        SnapshotWriter.Write(json, campaign, past.Terms, PlaceNode.Alone(past.Place, past.Expected, past.PlacesBelow), past.Counts);

    /// <summary>Writes it with its rows.</summary>
    public static void WriteTree(Utf8JsonWriter json, string campaign, DateTime at, ImmutableArray<string> columns, PastPlace past)
    {
        json.WriteStartObject();
        json.WriteString("at"u8, Rfc3339.Write(at));
        json.WritePropertyName("snapshot"u8);
        Write(json, campaign, past);
        json.WriteStartArray("counts"u8);
        foreach (var column in columns)
            json.WriteStringValue(column);
        json.WriteEndArray();
        json.WriteStartArray("rows"u8);
        foreach (var row in past.Rows)
        {
            json.WriteStartArray();
            json.WriteStringValue(row.Place.Value);
            foreach (var value in row.Values)
                json.WriteNumberValue(value);
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static DateTime Moment(string text, DateTime now, QueryReader query)
    {
        if (!Rfc3339.TryParse(text, out var at))
            query.Refuse("moment", Rfc3339.Rule);
        else if (at > now)
            query.Refuse("moment", $"must not be ahead of the campaign's time, which is {Rfc3339.Write(now)}");
        return at;
    }

    private static ImmutableArray<string> Columns(QueryReader query)
    {
        if (query.Text("counts") is not { } text)
        {
            query.Refuse("counts", "is missing: counts of the catalogue, separated by commas");
            return [];
        }
        ImmutableArray<string> columns = [.. text.Split(',')];
        if (columns.Length > MostColumns)
            query.Refuse("counts", $"has more than {MostColumns} counts");
        foreach (var column in columns.Where(column => !Catalogue.Current.TryGetCount(column, out _)).Take(1))
            query.Refuse("counts", $"has '{(column.Length > 64 ? column[..64] : column)}', which is not a count of the catalogue");
        return columns;
    }
}
