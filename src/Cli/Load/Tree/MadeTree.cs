using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace GridGrains.Cli;

/// <summary>A tree made to size, as the tables that are imported. The same shape gives the same tree, byte for byte.</summary>
internal sealed class MadeTree
{
    private static readonly string[] Levels = ["city", "county", "town", "village", "grid"];
    private static readonly string[] NamesZh = ["市", "区县", "镇街", "村社区", "网格"];
    private static readonly string[] NamesEn = ["City", "County", "Town", "Village", "Grid"];
    private const string Segments = "-ctvg";

    // A household is a little over three people.
    private const double HouseholdsPerPerson = 0.32;

    private readonly List<(string Id, int Level)> areas = [];
    private readonly List<string> grids = [];
    private readonly long[] residents;
    private readonly long[] households;

    /// <param name="shape">Its size.</param>
    /// <param name="root">The id of its root.</param>
    public MadeTree(TreeShape shape, string root)
    {
        Root = root;
        Grow(shape, root, depth: 0, Levels.Length - shape.Depth);
        residents = Share.Of(shape.People, ZipfWeights(shape, grids.Count));
        households = Share.Of((long)Math.Round(shape.People * HouseholdsPerPerson), residents);
    }

    /// <summary>The id of its root.</summary>
    public string Root { get; }

    /// <summary>As <c>places.csv</c>, parents first.</summary>
    public byte[] PlacesCsv()
    {
        var csv = new StringBuilder("id,level,name,name_en,households,residents\n");
        foreach (var (id, level) in areas.OrderBy(a => a.Level))
            csv.Append(CultureInfo.InvariantCulture, $"{id},{Levels[level]},{NamesZh[level]}{Number(id)},{NamesEn[level]} {Number(id)},,\n");
        for (var i = 0; i < grids.Count; i++)
            csv.Append(CultureInfo.InvariantCulture, $"{grids[i]},grid,{NamesZh[^1]}{Number(grids[i])},{NamesEn[^1]} {Number(grids[i])},{households[i]},{residents[i]}\n");
        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    /// <summary>As <c>posts.csv</c>: a sampling site in each village.</summary>
    public byte[] PostsCsv()
    {
        var csv = new StringBuilder("id,place,kind,name,requires,hours\n");
        foreach (var leaf in Tree().Leaves.Where(leaf => leaf.Site == leaf.Index))
            csv.Append(CultureInfo.InvariantCulture, $"{leaf.Post},{leaf.Id},sampling-site,采样点,medic:1;volunteer:1,06:00-22:00\n");
        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    /// <summary>As the load sees it.</summary>
    public LoadTree Tree()
    {
        var places = areas.Select(a => new PlaceView(a.Id, Levels[a.Level], Leaf: false))
            .Concat(grids.Select((id, i) => new PlaceView(id, "grid", Leaf: true, new Dictionary<string, long> { ["residents"] = residents[i], ["households"] = households[i] })))
            .ToList();
        var tree = LoadTree.Of(Root, places, ImmutableDictionary<string, string>.Empty);
        return tree with { Leaves = [.. tree.Leaves.Select(leaf => leaf.Site == leaf.Index ? leaf with { Post = $"site-{leaf.Id}" } : leaf)] };
    }

    private void Grow(TreeShape shape, string id, int depth, int level)
    {
        if (depth == shape.Depth - 1)
        {
            grids.Add(id);
            return;
        }
        areas.Add((id, level));
        for (var child = 1; child <= shape.Fanout[depth]; child++)
            Grow(shape, string.Create(CultureInfo.InvariantCulture, $"{id}.{Segments[level + 1]}{child:00}"), depth + 1, level + 1);
    }

    // Which grid has which rank is a matter of the seed, so that the large ones are not all in the first county.
    private static long[] ZipfWeights(TreeShape shape, int grids)
    {
        const double Scale = 1e9;
        var weights = new long[grids];
        for (var rank = 0; rank < grids; rank++)
            weights[rank] = Math.Max(1, (long)(Scale / Math.Pow(rank + 1, shape.Zipf)));
        new Random(shape.Seed).Shuffle(weights);
        return weights;
    }

    private static string Number(string id) => id.Contains('.', StringComparison.Ordinal) ? id[(id.LastIndexOf('.') + 2)..].TrimStart('0') : "";
}
