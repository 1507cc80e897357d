using System.Collections.Immutable;
using System.Globalization;

namespace GridGrains.Gateway;

/// <summary>A row of a register by official codes, before anything is known to be right.</summary>
internal sealed record CodeRow(long Line, string? Code, string? Name, string? NameEn, IReadOnlyDictionary<string, decimal> Attributes);

/// <summary>
/// Makes places of a register by official codes: a place that has a code already is that place, and a new one comes below the place with the code that its own begins with, in the tree or in a row
/// before. For one file; its rows are checked in their order.
/// </summary>
internal sealed class CodeRows
{
    private static readonly string[] Needed = ["code", "name"];
    private static readonly string[] Described = ["code", "name", "name_en"];

    private readonly Dictionary<long, PlaceNode> known = [];
    private readonly Dictionary<long, PlaceId> places = [];
    private readonly PlaceId? under;

    /// <summary>Knows the codes of the tree.</summary>
    /// <param name="roots">Whoever imports may do so below these; what is elsewhere is not looked at, so that nothing is told of it.</param>
    /// <param name="under">Where counties come whose prefecture is not there; null for roots.</param>
    public CodeRows(IEnumerable<PlaceNode> roots, PlaceId? under)
    {
        this.under = under;
        foreach (var node in roots.SelectMany(root => root.Subtree()))
        {
            if (node.Place.Attributes.TryGetValue(Place.Code, out var code))
                (known[code], places[code]) = (node, node.Place.Id);
        }
    }

    /// <summary>Reads the file: a code, a name, perhaps a name in English, and any further columns as numeric attributes.</summary>
    public static (ImmutableArray<CodeRow> Rows, Problem? Problem) FromCsv(ReadOnlySpan<byte> utf8)
    {
        var (table, problem) = CsvTable.Read(utf8, Needed);
        if (table is null)
            return ([], problem);
        var errors = new MemberErrors();
        var attributes = table.Columns.Except(Described).ToArray();
        var rows = table.Rows.Select(row => new CodeRow(
            row.Line, table.Cell(row, "code"), table.Cell(row, "name"), table.Cell(row, "name_en"),
            attributes.ToDictionary(name => name, name => PlaceRows.Number(table, row, name, errors)))).ToImmutableArray();
        return errors.IsEmpty ? (rows, null) : ([], Problem.Invalid(errors));
    }

    /// <summary>The place that a row is, or null with what is wrong with the row.</summary>
    public Place? Check(int number, CodeRow row, MemberErrors errors)
    {
        var (code, wrong) = PlaceCode.Read(row.Code);
        if (code is not { } good)
        {
            errors.Add(RowPath.Of(number, "code"), $"(line {row.Line}) {wrong}");
            return null;
        }
        var already = known.GetValueOrDefault(good.Value);
        if ((already?.Place.Id ?? NewId(good)) is not { } id)
        {
            errors.Add(
                RowPath.Of(number, "code"),
                $"(line {row.Line}) '{row.Code}' has no place to be below: none with the code {good.Above} is in your part of the tree or in a row before");
            return null;
        }
        places[good.Value] = id;
        // What the file has no column for stays.
        var attributes = (already?.Place.Attributes ?? ImmutableSortedDictionary<string, long>.Empty).ToDictionary(a => a.Key, a => (decimal)a.Value);
        foreach (var (name, amount) in row.Attributes)
            attributes[name] = amount;
        attributes[Place.Code] = good.Value;
        return PlaceRows.Check(
            number, new(id.Value, null, already?.Place.Level ?? good.Level, row.Name, row.NameEn ?? already?.Place.NameEn, null, attributes), errors);
    }

    private PlaceId? NewId(PlaceCode code)
    {
        if (code.Above is { } above && places.TryGetValue(above, out var parent))
            return Below(parent, code.Segment);
        return code.IsTop ? (under is { } root ? Below(root, code.Text) : PlaceId.Parse(code.Text)) : null;
    }

    private static PlaceId? Below(PlaceId parent, string segment) => PlaceId.TryParse($"{parent}.{segment}", null, out var id) ? id : null;
}

/// <summary>An official code: six digits of GB/T 2260, three of the town, three of the village or community, three of the grid.</summary>
internal readonly record struct PlaceCode(string Text)
{
    private const string Rule = "6 digits for a prefecture or county (GB/T 2260), 9 with a town, 12 with a village, 15 with a grid";
    private const string Provinces = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82";

    /// <summary>As it is kept.</summary>
    public long Value => long.Parse(Text, CultureInfo.InvariantCulture);

    /// <summary>Whether it may be without a place above.</summary>
    public bool IsTop => Text.Length == 6;

    /// <summary>The code that it is below; null for a prefecture.</summary>
    public long? Above => IsTop
        ? IsPrefecture ? null : long.Parse(Text[..4] + "00", CultureInfo.InvariantCulture)
        : long.Parse(Text[..^3], CultureInfo.InvariantCulture);

    /// <summary>The level of a place that is new.</summary>
    public string Level => Text.Length switch { 6 => IsPrefecture ? "city" : "county", 9 => "town", 12 => "village", _ => "grid" };

    /// <summary>The last part of its id. Letters before the digits, so that no id looks like anybody's number.</summary>
    public string Segment => Text.Length switch { 6 => $"c{Text[4..]}", 9 => $"t{Text[6..]}", 12 => $"v{Text[9..]}", _ => $"g{Text[12..]}" };

    private bool IsPrefecture => Text.EndsWith("00", StringComparison.Ordinal);

    /// <summary>Reads a code, or says what is wrong with it.</summary>
    public static (PlaceCode? Code, string? Wrong) Read(string? text)
    {
        if (RowText.Missing(text) is { } missing)
            return (null, missing);
        var shown = $"'{RowText.Shorten(text)}'";
        if (text!.Contains('E', StringComparison.OrdinalIgnoreCase) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            return (null, $"is {shown}: a spreadsheet has rounded the code; give its column the format text");
        if (text.Length is not (6 or 9 or 12 or 15) || !text.All(char.IsAsciiDigit))
            return (null, $"is {shown}, which is no code: {Rule}");
        if (!Provinces.Contains(text[..2], StringComparison.Ordinal))
            return (null, $"is {shown}, and {text[..2]} is no province of GB/T 2260");
        if (text.AsSpan(2, 4) is "0000")
            return (null, $"is {shown}, which is a province or in none of its prefectures");
        for (var part = 6; part < text.Length; part += 3)
        {
            if (text.AsSpan(part, 3) is "000")
                return (null, $"is {shown}, whose {(part == 6 ? "town" : part == 9 ? "village" : "grid")} is 000; leave the three digits out for the place above");
        }
        return (new(text), null);
    }
}
