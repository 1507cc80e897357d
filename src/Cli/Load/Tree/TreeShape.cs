using System.Collections.Immutable;
using System.Globalization;

namespace GridGrains.Cli;

/// <summary>The size of a tree that is made.</summary>
/// <param name="People">All residents.</param>
/// <param name="Depth">Levels of places, the root and the grids included.</param>
/// <param name="Fanout">How many children an area of each level has; one number fewer than there are levels.</param>
/// <param name="Zipf">The exponent of the grids' sizes: 0 makes all the same.</param>
/// <param name="Seed">Which grids are the large ones.</param>
internal sealed record TreeShape(long People, int Depth, ImmutableArray<int> Fanout, double Zipf, int Seed)
{
    /// <summary>A tree has at least a root and grids.</summary>
    public const int LeastDepth = 2;

    /// <summary>City, county, town, village, grid.</summary>
    public const int MostDepth = 5;

    /// <summary>More grids than a large province has.</summary>
    public const long MostGrids = 250_000;

    private const double UsualResidents = 340;

    /// <summary>How many grids it has.</summary>
    public long Grids => Fanout.Aggregate(1L, (product, children) => product * children);

    /// <summary>The numbers of children that bring grids of the usual size about, the same on every level.</summary>
    public static ImmutableArray<int> UsualFanout(long people, int depth) =>
        [.. Enumerable.Repeat(Math.Max(1, (int)Math.Round(Math.Pow(people / UsualResidents, 1.0 / (depth - 1)))), depth - 1)];

    /// <summary>Names a tree by its shape, so that the next run of the same shape finds it there.</summary>
    public string Name()
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{People}/{string.Join(',', Fanout)}/{Zipf}/{Seed}");
        return "load-" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(text)))[..6];
    }
}
