using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;

namespace GridGrains.Gateway;

/// <summary>
/// <c>…/odata</c>: the places at and below one with their counts, as spreadsheets and reporting tools ask for tables: a service document, its description, and one table that can be selected from and
/// filtered. OData 4.0, as much of it as docs/exchange.md says.
/// </summary>
internal sealed class ODataEndpoints(LedgerLookup ledgers, PlaceTable table)
{
    /// <summary>Rows of one answer; the next page is linked.</summary>
    public const int Page = 1_000;

    private const string Edm = "http://docs.oasis-open.org/odata/ns/edm";
    private const string Edmx = "http://docs.oasis-open.org/odata/ns/edmx";
    private const int FlushAt = 32 * 1024;

    public async Task GetServiceAsync(string c, string p, HttpContext http)
    {
        if (await FindAsync(c, p, http) is null)
            return;
        await http.WriteJsonAsync(StatusCodes.Status200OK, 0, static (json, _) =>
        {
            json.WriteStartObject();
            json.WriteString("@odata.context"u8, "odata/$metadata");
            json.WriteStartArray("value"u8);
            json.WriteStartObject();
            json.WriteString("name"u8, "Places");
            json.WriteString("kind"u8, "EntitySet");
            json.WriteString("url"u8, "odata/Places");
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    public async Task GetMetadataAsync(string c, string p, HttpContext http)
    {
        if (await FindAsync(c, p, http) is not { } found)
            return;
        http.Response.ContentType = "application/xml";
        await http.Response.WriteAsync(Metadata(ODataColumn.Of(found.Place!)), http.RequestAborted);
    }

    public async Task GetPlacesAsync(string c, string p, HttpContext http)
    {
        if (await FindAsync(c, p, http) is not { } found)
            return;
        var reader = new QueryReader(http.Request.Query);
        var query = ODataQuery.Read(http.Request.Query, reader, ODataColumn.Of(found.Place!));
        if (reader.Problem is { } wrong)
            await http.WriteProblemAsync(wrong);
        else if (query.IsCsv)
            await WriteCsvAsync(http, found, query);
        else
            await WriteJsonAsync(http, found, query);
    }

    /// <summary>The description of the table in OData's language for that.</summary>
    public static string Metadata(ODataColumn[] columns)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true }))
        {
            xml.WriteStartElement("edmx", "Edmx", Edmx);
            xml.WriteAttributeString("Version", "4.0");
            xml.WriteStartElement("DataServices", Edmx);
            xml.WriteStartElement("Schema", Edm);
            xml.WriteAttributeString("Namespace", "GridGrains");
            xml.WriteStartElement("EntityType", Edm);
            xml.WriteAttributeString("Name", "Place");
            xml.WriteStartElement("Key", Edm);
            xml.WriteStartElement("PropertyRef", Edm);
            xml.WriteAttributeString("Name", "id");
            xml.WriteEndElement();
            xml.WriteEndElement();
            foreach (var column in columns)
            {
                xml.WriteStartElement("Property", Edm);
                xml.WriteAttributeString("Name", column.Name);
                xml.WriteAttributeString("Type", column.Type);
                if (column.Name == "id")
                    xml.WriteAttributeString("Nullable", "false");
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
            xml.WriteStartElement("EntityContainer", Edm);
            xml.WriteAttributeString("Name", "Container");
            xml.WriteStartElement("EntitySet", Edm);
            xml.WriteAttributeString("Name", "Places");
            xml.WriteAttributeString("EntityType", "GridGrains.Place");
            xml.WriteEndDocument();
        }
        return text.ToString();
    }

    private async Task<LedgerFinding?> FindAsync(string c, string p, HttpContext http)
    {
        var found = await ledgers.FindAsync(http.User, AccessAction.Read, c, p);
        if (found.Problem is { } refused)
        {
            await http.WriteProblemAsync(refused);
            return null;
        }
        http.Response.Headers["OData-Version"] = "4.0";
        return found;
    }

    private async Task WriteJsonAsync(HttpContext http, LedgerFinding found, ODataQuery query)
    {
        List<PlaceRow> rows = [];
        var (number, most, isMore) = (0, Math.Min(query.Top ?? int.MaxValue, Page), false);
        await foreach (var row in RowsAsync(found, query))
        {
            if (number++ < query.Skip)
                continue;
            if (rows.Count < most)
                rows.Add(row);
            else if ((isMore = query.Top is null or > Page) | !query.Count)
                break;
        }
        // Without counting the loop ends at the first row of the next page.
        var next = isMore ? Next(http.Request, query) : null;
        await http.WriteJsonAsync(StatusCodes.Status200OK, (rows, query, next, number), static (json, s) =>
        {
            json.WriteStartObject();
            json.WriteString("@odata.context"u8, "$metadata#Places");
            if (s.query.Count)
                json.WriteNumber("@odata.count"u8, s.number);
            json.WriteStartArray("value"u8);
            foreach (var row in s.rows)
            {
                json.WriteStartObject();
                foreach (var column in s.query.Columns)
                    Write(json, column, row);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            if (s.next is not null)
                json.WriteString("@odata.nextLink"u8, s.next);
            json.WriteEndObject();
        });
    }

    private static void Write(Utf8JsonWriter json, ODataColumn column, PlaceRow row)
    {
        json.WritePropertyName(column.Name);
        switch (column.Value(row))
        {
            case null: json.WriteNullValue(); break;
            case long number: json.WriteNumberValue(number); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case DateTimeOffset time: json.WriteStringValue(Rfc3339.Write(time.UtcDateTime)); break;
            case var text: json.WriteStringValue((string)text); break;
        }
    }

    private async Task WriteCsvAsync(HttpContext http, LedgerFinding found, ODataQuery query)
    {
        var number = 0;
        // The first row before the answer begins, so that a ledger that cannot be reached is still a problem and no torn file.
        await using var rows = RowsAsync(found, query).GetAsyncEnumerator(http.RequestAborted);
        var any = await rows.MoveNextAsync();
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{found.Key.Campaign}_{found.Key.Place}.csv\"";
        var text = new StringBuilder("\uFEFF").AppendJoin(',', query.Columns.Select(column => column.Name)).Append("\r\n");
        for (; any && number < query.Skip + (query.Top ?? int.MaxValue - (long)query.Skip); any = await rows.MoveNextAsync())
        {
            if (number++ >= query.Skip)
                text.AppendJoin(',', query.Columns.Select(column => Cell(column.Value(rows.Current)))).Append("\r\n");
            if (text.Length > FlushAt)
            {
                await http.Response.WriteAsync(text.ToString(), http.RequestAborted);
                text.Clear();
            }
        }
        await http.Response.WriteAsync(text.ToString(), http.RequestAborted);
    }

    private static string Cell(object? value) => value switch
    {
        string text => CsvCells.Cell(text),
        bool flag => flag ? "true" : "false",
        DateTimeOffset time => Rfc3339.Write(time.UtcDateTime),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private async IAsyncEnumerable<PlaceRow> RowsAsync(LedgerFinding found, ODataQuery query)
    {
        await foreach (var row in table.RowsAsync(found, found.Place!.Subtree()))
        {
            if (query.Wanted(row))
                yield return row;
        }
    }

    private static string Next(HttpRequest request, ODataQuery query)
    {
        var further = request.Query.Where(q => q.Key is not ("$skip" or "$top")).SelectMany(q => q.Value.Select(value => KeyValuePair.Create(q.Key, value)))
            .Append(KeyValuePair.Create<string, string?>("$skip", (query.Skip + Page).ToString(CultureInfo.InvariantCulture)));
        if (query.Top is { } top)
            further = further.Append(KeyValuePair.Create<string, string?>("$top", (top - Page).ToString(CultureInfo.InvariantCulture)));
        return "Places" + QueryString.Create(further);
    }
}
