using System.Collections.Immutable;

namespace GridGrains.Cli;

/// <summary>A folder that says how a real place worked: its tree, its posts, its campaigns and what it did (<c>scenarios/README.md</c>).</summary>
internal sealed class Scenario
{
    private readonly Lazy<City> city;

    /// <summary>Opens a folder; what is not there is said in one sentence.</summary>
    public Scenario(string directory)
    {
        Directory = Path.GetFullPath(directory);
        if (!System.IO.Directory.Exists(Directory))
            throw new CommandFailure(ExitCode.WrongUse, $"'{directory}' is not a folder with a scenario.");
        Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Directory));
        Campaigns = CampaignFile.Read(PathOf("campaigns.json"));
        city = new Lazy<City>(() => new City(new CityImage(1, PlacesFile.Read(PathOf("places.csv")), [], [])));
    }

    /// <summary>The last part of the folder's path.</summary>
    public string Name { get; }

    /// <summary>The whole path.</summary>
    public string Directory { get; }

    /// <summary>What is counted.</summary>
    public ImmutableArray<PlannedCampaign> Campaigns { get; private init; }

    /// <summary>The tree, for looking up leaves.</summary>
    public City City => city.Value;

    /// <summary>The same with campaigns that are drills, <paramref name="speed"/> times as fast as it was.</summary>
    public Scenario AsDrill(double speed) => new(Directory) { Campaigns = [.. Campaigns.Select(c => c.AsDrill(speed))] };

    /// <summary>The path of one of its files, or a sentence that it is missing.</summary>
    public string PathOf(string file)
    {
        var path = Path.Combine(Directory, file);
        return File.Exists(path) ? path : throw new CommandFailure(ExitCode.WrongUse, $"'{path}' is missing; a scenario needs it.");
    }
}
