using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace GridGrains.Gateway;

/// <summary>Makes places of the rows of an import. How they fit the tree is the city's to say.</summary>
internal static partial class PlaceRows
{
    private static readonly string[] Described = ["id", "level", "name", "name_en"];
    private static readonly string[] Needed = ["id", "level", "name"];
    private const decimal Most = 1L << 53;
    private const NumberStyles Written = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    /// <summary>Reads <c>places.csv</c>: the described columns, and any further ones as numeric attributes.</summary>
    public static (ImmutableArray<PlaceBody> Rows, Problem? Problem) FromCsv(ReadOnlySpan<byte> utf8)
    {
        var (table, problem) = CsvTable.Read(utf8, Needed);
        if (table is null)
            return ([], problem);
        var errors = new MemberErrors();
        var attributes = table.Columns.Except(Described).ToArray();
        var rows = table.Rows.Select(row => new PlaceBody(
            table.Cell(row, "id"), null, table.Cell(row, "level"), table.Cell(row, "name"), table.Cell(row, "name_en"), null,
            attributes.ToDictionary(name => name, name => Number(table, row, name, errors)))).ToImmutableArray();
        return errors.IsEmpty ? (rows, null) : ([], Problem.Invalid(errors));
    }

    /// <summary>Checks a row as far as it can be checked alone.</summary>
    public static Place? Check(int number, PlaceBody row, MemberErrors errors)
    {
        var before = errors.Count;
        if (!PlaceId.TryParse(row.Id, null, out var id))
            errors.Add(RowPath.Of(number, "id"), RowText.Missing(row.Id) ?? PlaceId.Rule(RowText.Shorten(row.Id)));
        else if (row.Parent is not null && row.Parent != id.Parent?.Value)
            errors.Add(RowPath.Of(number, "parent"), $"must be {id.Parent?.Value ?? "missing"}, as the id of the place has it");
        RowText.CheckId(errors, number, "id", id);
        RowText.Check(errors, number, "level", row.Level);
        RowText.Check(errors, number, "name", row.Name);
        if (row.NameEn is not null)
            RowText.Check(errors, number, "nameEn", row.NameEn);
        var attributes = ImmutableSortedDictionary.CreateBuilder<string, long>(StringComparer.Ordinal);
        foreach (var (name, amount) in row.Attributes ?? ImmutableDictionary<string, decimal>.Empty)
        {
            if (!AttributeName().IsMatch(name) || name == "places")
                errors.Add(RowPath.Of(number, RowText.Shorten(name)), "is not the name of an attribute: [a-z][a-z0-9_]{0,31}, and not places");
            else if (amount < 0 || amount > Most || !decimal.IsInteger(amount))
                errors.Add(RowPath.Of(number, name), "must be a whole number from 0 to 2^53");
            else if (amount > 0)
                attributes.Add(name, (long)amount);
        }
        return errors.Count == before ? new Place(id, row.Level!, row.Name!, row.NameEn, attributes.ToImmutable()) : null;
    }

    /// <summary>The number in a cell; 0 where it is empty, and an error where it is none.</summary>
    public static decimal Number(CsvTable table, CsvTableRow row, string column, MemberErrors errors)
    {
        if (table.Cell(row, column) is not { } text)
            return 0;
        if (decimal.TryParse(text, Written, CultureInfo.InvariantCulture, out var number))
            return number;
        errors.Add(RowPath.Of(row.Number, column), $"(line {row.Line}) must be a whole number, or empty for 0");
        return 0;
    }

    [GeneratedRegex("^[a-z][a-z0-9_]{0,31}$", RegexOptions.CultureInvariant)]
    private static partial Regex AttributeName();
}
