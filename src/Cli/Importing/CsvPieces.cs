namespace GridGrains.Cli;

/// <summary>Cuts a table into pieces that each fit a request, between rows and each under the table's heading.</summary>
internal static class CsvPieces
{
    /// <summary>Below the largest body that the service takes, 256 KiB.</summary>
    public const int Largest = 250 * 1024;

    /// <summary>The pieces in order, each with the number of its first row, from 1. A table that fits is one piece.</summary>
    public static IEnumerable<(int FirstRow, ReadOnlyMemory<byte> Csv)> Of(ReadOnlyMemory<byte> table, int largest = Largest)
    {
        if (table.Length <= largest)
        {
            yield return (1, table);
            yield break;
        }
        var heading = table[..EndOfRow(table, 0)];
        int row = 1, first = 1, begin = heading.Length;
        for (int end = begin, next; end < table.Length; end = next, row++)
        {
            next = EndOfRow(table, end);
            if (heading.Length + next - begin > largest && end > begin)
            {
                yield return (first, Piece(heading, table[begin..end]));
                (first, begin) = (row, end);
            }
        }
        yield return (first, Piece(heading, table[begin..]));
    }

    private static byte[] Piece(ReadOnlyMemory<byte> heading, ReadOnlyMemory<byte> rows) => [.. heading.Span, .. rows.Span];

    // A line break between quotes belongs to a cell; a quote within quotes is doubled, so counting them is enough.
    private static int EndOfRow(ReadOnlyMemory<byte> table, int begin)
    {
        var quoted = false;
        for (var i = begin; i < table.Length; i++)
        {
            var c = table.Span[i];
            quoted ^= c == '"';
            if (c == '\n' && !quoted)
                return i + 1;
        }
        return table.Length;
    }
}
