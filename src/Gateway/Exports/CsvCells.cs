using System.Buffers;

namespace GridGrains.Gateway;

/// <summary>Writes cells for a spreadsheet: quoted as RFC 4180 has it, with an apostrophe before what would run as a formula.</summary>
internal static class CsvCells
{
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(",\"\r\n");

    /// <summary>The text as a cell of a file for another program, where an apostrophe would be a part of it: quoted, and that is all.</summary>
    public static string Plain(string? text) => text.AsSpan().ContainsAny(NeedsQuotes) ? $"\"{text!.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text ?? "";

    /// <summary>The text as a cell.</summary>
    public static string Cell(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        var harmless = text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + text : text;
        return harmless.Length != text.Length || harmless.AsSpan().ContainsAny(NeedsQuotes)
            ? $"\"{harmless.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : harmless;
    }
}
