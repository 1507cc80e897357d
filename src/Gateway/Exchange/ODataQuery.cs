namespace GridGrains.Gateway;

/// <summary>What is asked of the OData address.</summary>
/// <param name="Columns">Those that are wanted, in the order of the table.</param>
/// <param name="Wanted">Whether a row is.</param>
/// <param name="Skip">Rows that are passed over.</param>
/// <param name="Top">Rows at most; null for all.</param>
/// <param name="Count">Whether to say how many there are.</param>
/// <param name="IsCsv">Whether as CSV.</param>
internal sealed record ODataQuery(ODataColumn[] Columns, Func<PlaceRow, bool> Wanted, int Skip, int? Top, bool Count, bool IsCsv)
{
    private const int Longest = 2_000;

    private static readonly string[] Known = ["$select", "$filter", "$top", "$skip", "$count", "$format"];

    /// <summary>Reads the query; what is wrong with it is in the reader.</summary>
    public static ODataQuery Read(IQueryCollection query, QueryReader reader, ODataColumn[] all)
    {
        foreach (var unknown in query.Keys.Where(key => key.StartsWith('$') && !Known.Contains(key)))
            reader.Refuse(unknown, unknown == "$orderby" ? "is not there: places come in the order of the tree, never in that of their numbers" : $"is not there; there are {string.Join(", ", Known)}");
        var columns = all;
        if (reader.Text("$select") is { } select && select != "*")
        {
            var names = select.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            foreach (var name in names.Where(name => all.All(column => column.Name != name)))
                reader.Refuse("$select", $"has no column '{RowText.Shorten(name)}'");
            columns = [.. all.Where(column => names.Contains(column.Name))];
        }
        Func<PlaceRow, bool> wanted = static _ => true;
        if (reader.Text("$filter") is { } filter)
        {
            var (read, wrong) = filter.Length > Longest ? (null, $"has more than {Longest} characters") : ODataFilter.Read(filter, all);
            if (wrong is not null)
                reader.Refuse("$filter", wrong);
            wanted = read ?? wanted;
        }
        var format = reader.Text("$format") ?? "json";
        if (format is not ("json" or "csv" or "application/json" or "text/csv"))
            reader.Refuse("$format", "must be json or csv");
        return new(
            columns,
            wanted,
            reader.Number("$skip", 0, 0, int.MaxValue),
            reader.Text("$top") is null ? null : reader.Number("$top", 0, 0, int.MaxValue),
            reader.Flag("$count"),
            format.EndsWith("csv", StringComparison.Ordinal));
    }
}
