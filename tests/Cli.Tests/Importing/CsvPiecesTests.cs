using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace GridGrains.Cli.Tests;

public sealed class CsvPiecesTests
{
    private const string Heading = "id,name\n";

    [Fact]
    public void Of_TableThatFits_IsOnePieceAsItIs() => Assert.Equal([(1, "id,name\na,b\n")], Pieces("id,name\na,b\n", 100));

    [Fact]
    public void Of_LargeTable_IsCutBetweenRowsUnderItsHeading() =>
        Assert.Equal([(1, $"{Heading}a,1\nb,2\n"), (3, $"{Heading}c,3\nd,4\n"), (5, $"{Heading}e,5")], Pieces($"{Heading}a,1\nb,2\nc,3\nd,4\ne,5", 16));

    [Fact]
    public void Of_LineBreakInACell_IsNotTheEndOfARow() =>
        Assert.Equal([(1, $"{Heading}a,\"x\ny\"\"\n\"\n"), (2, $"{Heading}b,2\n")], Pieces($"{Heading}a,\"x\ny\"\"\n\"\nb,2\n", 20));

    [Fact]
    public void Of_AnyTable_LosesNoRowAndKeepsToTheSize() => Prop.ForAll(
        (from rows in Gen.Choose(1, 40).Select(n => new string('x', n) + ",1\n").NonEmptyListOf()
         from largest in Gen.Choose(60, 200)
         select (rows, largest)).ToArbitrary(),
        x =>
        {
            var pieces = Pieces(Heading + string.Concat(x.rows), x.largest);
            return pieces.All(p => p.Csv.Length <= x.largest)
                && string.Concat(pieces.Select(p => p.Csv[Heading.Length..])) == string.Concat(x.rows)
                && pieces.All(p => p.Csv[Heading.Length..].StartsWith(x.rows[p.FirstRow - 1], StringComparison.Ordinal));
        }).QuickCheckThrowOnFailure();

    private static (int FirstRow, string Csv)[] Pieces(string table, int largest) =>
        [.. CsvPieces.Of(Encoding.UTF8.GetBytes(table), largest).Select(p => (p.FirstRow, Encoding.UTF8.GetString(p.Csv.Span)))];
}
