using System.Collections.Immutable;
using CsvHelper;

namespace GridGrains.Cli;

/// <summary>Reads the rows of a scenario's table; what is wrong with one is said with its number.</summary>
internal static class CsvFile
{
    private static readonly CsvReaderOptions Strict = new()
    {
        Separator = ',',
        MalformedData = CsvMalformedDataHandling.Throw,
        FieldCountMismatch = CsvFieldCountHandling.Throw,
    };

    /// <summary>All rows, each by <paramref name="read"/>, which gets its number among the rows after the heading, from 1.</summary>
    /// <param name="text">The whole table.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="read">Reads a row; a <see cref="FormatException"/> of it is what is wrong with the row.</param>
    public static ImmutableArray<T> Read<T>(string text, string name, Func<CsvReader, int, T> read)
    {
        using var csv = CsvReader.FromText(text, Strict);
        var rows = ImmutableArray.CreateBuilder<T>();
        try
        {
            while (csv.Read())
                rows.Add(read(csv, rows.Count + 1));
        }
        catch (Exception e) when (e is CsvFormatException or FormatException or KeyNotFoundException or OverflowException)
        {
            throw new CommandFailure(ExitCode.WrongUse, $"'{name}', row {rows.Count + 1}: {e.Message}");
        }
        return rows.DrainToImmutable();
    }
}
