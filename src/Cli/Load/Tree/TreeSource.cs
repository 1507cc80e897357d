using CsvHelper;

namespace GridGrains.Cli;

/// <summary>Where the tree of a load comes from: a scenario, a place that is there, or nowhere: then one is made.</summary>
internal sealed class TreeSource
{
    private readonly Func<Api, CancellationToken, Task<LoadTree>> bring;

    private TreeSource(PlaceId root, Func<Api, CancellationToken, Task<LoadTree>> bring) => (Root, this.bring) = (root, bring);

    /// <summary>Its root.</summary>
    public PlaceId Root { get; }

    /// <summary>What the settings ask for.</summary>
    public static TreeSource Of(LoadSettings settings) =>
        settings.Tree is { } folder ? OfScenario(new Scenario(folder))
        : settings.Root is { } place ? new TreeSource(place, (api, cancellation) => ExistingAsync(api, place.Value, NoPosts, cancellation))
        : OfShape(settings.Shape, PlaceId.Parse(settings.Name ?? settings.Shape.Name()));

    /// <summary>Imports it if need be, and says what there is.</summary>
    public async Task<LoadTree> BringAsync(Api api, CancellationToken cancellation)
    {
        var tree = await bring(api, cancellation);
        return tree is { Leaves.Length: > 0, Areas.Length: > 0 } ? tree : throw new CommandFailure(ExitCode.NotSo, $"{Root} has no grid below it; a load needs an area whose grids report.");
    }

    private static Dictionary<string, string> NoPosts => [];

    private static TreeSource OfScenario(Scenario scenario)
    {
        if (scenario.Campaigns.IsEmpty)
            throw new CommandFailure(ExitCode.WrongUse, $"'{scenario.Name}' has no campaign, whose root a load would need.");
        var root = scenario.Campaigns[0].Root;
        return new(root, async (api, cancellation) =>
        {
            await new Importer(api).ImportAsync(scenario, cancellation);
            return await ExistingAsync(api, root.Value, PostsOf(scenario.PathOf("posts.csv")), cancellation);
        });
    }

    private static TreeSource OfShape(TreeShape shape, PlaceId root) => new(root, async (api, cancellation) =>
    {
        var made = new MadeTree(shape, root.Value);
        foreach (var (_, piece) in CsvPieces.Of(made.PlacesCsv()))
            await api.PutCsvAsync("api/places", piece, cancellation);
        foreach (var (_, piece) in CsvPieces.Of(made.PostsCsv()))
            await api.PutCsvAsync("api/posts", piece, cancellation);
        return made.Tree();
    });

    private static async Task<LoadTree> ExistingAsync(Api api, string root, Dictionary<string, string> posts, CancellationToken cancellation) =>
        LoadTree.Of(root, await api.PlacesAsync(root, cancellation), posts);

    // The first post of a leaf is where its shifts stand.
    private static Dictionary<string, string> PostsOf(string path)
    {
        var posts = new Dictionary<string, string>();
        foreach (var (place, post) in CsvFile.Read(File.ReadAllText(path), path, static (CsvReader csv, int _) => (csv.GetString("place"), csv.GetString("id"))))
            posts.TryAdd(place, post);
        return posts;
    }
}
