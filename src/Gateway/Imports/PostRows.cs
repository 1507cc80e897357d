using System.Collections.Immutable;

namespace GridGrains.Gateway;

/// <summary>Makes posts of the rows of an import. How they fit the tree is the city's to say.</summary>
internal static class PostRows
{
    private static readonly string[] Needed = ["id", "place", "kind", "name", "requires", "hours"];

    /// <summary>Reads <c>posts.csv</c>.</summary>
    public static (ImmutableArray<PostBody> Rows, Problem? Problem) FromCsv(ReadOnlySpan<byte> utf8)
    {
        var (table, problem) = CsvTable.Read(utf8, Needed);
        if (table is null)
            return ([], problem);
        if (table.Columns.Except(Needed).FirstOrDefault() is { } unknown)
            return ([], Problem.Invalid("header", $"has a column {RowText.Shorten(unknown)} that posts do not have"));
        return ([.. table.Rows.Select(row => new PostBody(
            table.Cell(row, "id"), table.Cell(row, "place"), table.Cell(row, "kind"),
            table.Cell(row, "name"), table.Cell(row, "requires"), table.Cell(row, "hours")))], null);
    }

    /// <summary>Checks a row as far as it can be checked alone.</summary>
    public static Post? Check(int number, PostBody row, MemberErrors errors)
    {
        var before = errors.Count;
        if (!PlaceId.TryParse(row.Place, null, out var place))
            errors.Add(RowPath.Of(number, "place"), RowText.Missing(row.Place) ?? PlaceId.Rule(RowText.Shorten(row.Place)));
        RowText.Check(errors, number, "id", row.Id);
        RowText.Check(errors, number, "kind", row.Kind);
        RowText.Check(errors, number, "name", row.Name);
        return errors.Count == before ? new Post(row.Id!, place, row.Kind!, row.Name!, row.Requires ?? "", row.Hours ?? "") : null;
    }
}
