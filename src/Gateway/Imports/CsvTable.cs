using System.Collections.Immutable;
using System.Text;
using System.Text.Unicode;
using CsvHelper;

namespace GridGrains.Gateway;

/// <summary>A CSV file with a header: UTF-8, with or without byte order mark, quoted as RFC 4180 has it.</summary>
internal sealed class CsvTable
{
    private readonly string[] header;

    private CsvTable(string[] header, ImmutableArray<CsvTableRow> rows)
    {
        this.header = header;
        Rows = rows;
    }

    /// <summary>The rows below the header.</summary>
    public ImmutableArray<CsvTableRow> Rows { get; }

    /// <summary>The names of the columns.</summary>
    public IReadOnlyList<string> Columns => header;

    /// <summary>The cell of a row, or null where it is empty or there is no such column.</summary>
    public string? Cell(CsvTableRow row, string column) =>
        Array.IndexOf(header, column) is var index and >= 0 && row.Cells[index].Length > 0 ? row.Cells[index] : null;

    /// <summary>Reads a file; rows of another length than the header and bad quotes are errors by row.</summary>
    public static (CsvTable? Table, Problem? Problem) Read(ReadOnlySpan<byte> utf8, IReadOnlyCollection<string> needed)
    {
        if (!Utf8.IsValid(utf8))
            return (null, Problem.Malformed("the file is not UTF-8"));
        var errors = new MemberErrors();
        using var csv = CsvReader.FromText(Encoding.UTF8.GetString(utf8).TrimStart('\uFEFF'), Options(errors));
        if (!csv.Read())
            return (null, Problem.Invalid("header", "is missing: the first line names the columns"));
        var header = Cells(csv);
        CheckHeader(header, needed, errors);
        var rows = ImmutableArray.CreateBuilder<CsvTableRow>();
        while (csv.Read())
        {
            var row = new CsvTableRow(rows.Count + 1, csv.LineNumber, Cells(csv));
            rows.Add(row);
            if (row.Cells.Length != header.Length)
                errors.Add(RowPath.Of(row.Number), $"(line {row.Line}) has {row.Cells.Length} cells, the header {header.Length}");
        }
        return errors.IsEmpty ? (new CsvTable(header, rows.DrainToImmutable()), null) : (null, Problem.Invalid(errors));
    }

    // The header is read as a record like the others, so that a bad one is an error like the others and throws nothing.
    private static CsvReaderOptions Options(MemberErrors errors) => new()
    {
        Separator = ',',
        HasHeader = false,
        TrimWhitespace = true,
        TrackLineNumbers = true,
        MalformedData = CsvMalformedDataHandling.Recover,
        OnMalformedRecord = record => errors.Add(
            record.RecordNumber == 1 ? "header" : RowPath.Of((int)record.RecordNumber - 1),
            $"(line {record.LineNumber}) has quotes that are not as RFC 4180 has them"),
    };

    private static string[] Cells(CsvReader csv)
    {
        var cells = new string[csv.FieldCount];
        for (var i = 0; i < cells.Length; i++)
            cells[i] = csv.GetString(i);
        return cells;
    }

    private static void CheckHeader(string[] header, IReadOnlyCollection<string> needed, MemberErrors errors)
    {
        foreach (var column in needed.Except(header))
            errors.Add("header", $"has no column {column}");
        foreach (var column in header.GroupBy(c => c).Where(c => c.Count() > 1))
            errors.Add("header", $"has the column {column.Key} more than once");
    }
}

/// <summary>A row: its number from 1 below the header, the line of the file it starts on, its cells.</summary>
internal readonly record struct CsvTableRow(int Number, long Line, string[] Cells);

/// <summary>How errors name a row of an import, from CSV and JSON alike.</summary>
internal static class RowPath
{
    /// <summary>The row, from 1.</summary>
    public static string Of(int number) => $"rows[{number}]";

    /// <summary>A member of the row.</summary>
    public static string Of(int number, string member) => $"rows[{number}].{member}";
}
