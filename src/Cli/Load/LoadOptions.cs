using System.CommandLine;
using System.Globalization;

namespace GridGrains.Cli;

/// <summary>The options of <c>load</c> besides where the service is.</summary>
internal sealed class LoadOptions
{
    private const long DefaultPeople = 20_000;
    private const long MostPeople = 100_000_000;
    private const int MostWatchers = 4_900;
    private static readonly TimeSpan DefaultDuration = TimeSpan.FromSeconds(60);

    private readonly Option<string?> tree = new("--tree") { Description = "Takes the tree of a scenario (a folder with places.csv) instead of making one", HelpName = "DIR" };
    private readonly Option<string?> root = new("--root") { Description = "Takes the tree below a place that is there instead of making one", HelpName = "P" };
    private readonly Option<string?> campaign = new("--campaign") { Description = "Counts in a campaign that is there, with --root; nobody else may report in it meanwhile. Default: a new one, closed in the end", HelpName = "C" };
    private readonly Option<long> people = new("--people") { Description = "Makes a tree for so many people", HelpName = "N", DefaultValueFactory = _ => DefaultPeople };
    private readonly Option<int> depth = new("--depth") { Description = "with so many levels of places: 5 is city, county, town, village, grid", HelpName = "2..5", DefaultValueFactory = _ => 4 };
    private readonly Option<string?> fanout = new("--fanout") { Description = "and so many children of each area, on every level or level by level. Default: so that a grid has some 340 people", HelpName = "N|N,N,…" };
    private readonly Option<double> zipf = new("--zipf") { Description = "Exponent of the grids' sizes; 0: all the same", HelpName = "S", DefaultValueFactory = _ => 0.5 };
    private readonly Option<string?> name = new("--name") { Description = "Id of the root of the tree that is made. Default: from its size, so that the same size finds it again", HelpName = "P" };
    private readonly Option<double?> rate = new("--rate") { Description = "Observations a second, evenly. Default: a day's work within the duration", HelpName = "N" };
    private readonly Option<string?> speed = new("--speed") { Description = "How many times faster than a day of 16 hours (1: real time), instead of --duration; max: flat out, every connection sends as soon as it was answered", HelpName = "S|max" };
    private readonly Option<TimeSpan?> duration = new("--duration") { Description = "How long it takes, such as 60s, 10m, 1h. Default: 60s; flat out: until the day is done", HelpName = "T", CustomParser = ReadTime };
    private readonly Option<string> curve = new("--curve") { Description = "How work is spread over the day. Default: daytime, and even with --rate", HelpName = "daytime|even" };
    private readonly Option<int> connections = new("--connections") { Description = "Connections that send, each with one call under way", HelpName = "N", DefaultValueFactory = _ => 64 };
    private readonly Option<double> bulk = Percent("--bulk", "of the reports, that go in bulk calls", 10);
    private readonly Option<double> hub = Percent("--hub", "of the reports, that go over the hub; the others go one by one", 20);
    private readonly Option<double> late = Percent("--late", "of the reports, that devices without network hold and send in batches later", 2);
    private readonly Option<double> repeated = Percent("--repeated", "of the reports, that are sent a second time", 3);
    private readonly Option<double> hot = Percent("--hot", "of the people, who are sampled at the sampling site of their village and not in their grid", 30);
    private readonly Option<int> walls = new("--walls") { Description = "Walls that watch the root, the areas below it and the tree", HelpName = "N", DefaultValueFactory = _ => 5 };
    private readonly Option<int> phones = new("--phones") { Description = "Phones that watch a grid each", HelpName = "N", DefaultValueFactory = _ => 100 };
    private readonly Option<double> probes = new("--probes") { Description = "Reports a second of each of three leaves, by which the staleness of totals is measured; 0: none", HelpName = "N", DefaultValueFactory = _ => 5 };
    private readonly Option<TimeSpan?> stormAt = new("--storm-at") { Description = "When all who watch lose their connection and come back at once, such as 30s", HelpName = "T", CustomParser = ReadTime };
    private readonly Option<int?> pid = new("--pid") { Description = "The service's process, where it is not found by its port", HelpName = "N" };
    private readonly Option<string?> output = new("--out") { Description = "Writes the result there, as JSON and as a page with charts beside it", HelpName = "FILE.json|FILE.html" };
    private readonly Option<int> seed = new("--seed") { Description = "The same seed makes the same tree and the same day", HelpName = "N", DefaultValueFactory = _ => 1 };

    public LoadOptions(Command verb)
    {
        Option[] all =
        [
            people, depth, fanout, zipf, name, tree, root, campaign, rate, speed, duration, curve, connections, bulk, hub, late, repeated, hot, walls, phones, probes,
            stormAt, output, pid, seed,
        ];
        foreach (var option in all)
            verb.Add(option);
        connections.AtLeast(1);
        walls.AtLeast(0);
        phones.AtLeast(0);
    }

    /// <summary>What was asked for.</summary>
    public LoadSettings Read(ParseResult parsed)
    {
        if (Refusal(parsed) is { } why)
            throw new CommandFailure(ExitCode.WrongUse, why);
        var (flatOut, length) = Pace(parsed.GetValue(speed), parsed.GetValue(duration));
        return new LoadSettings
        {
            Tree = parsed.GetValue(tree),
            Root = parsed.GetValue(root) is { } place ? PlaceId.Parse(place) : null,
            Campaign = parsed.GetValue(campaign),
            Shape = Shape(parsed.GetValue(people), parsed.GetValue(depth), parsed.GetValue(fanout), parsed.GetValue(zipf), parsed.GetValue(seed)).Shape!,
            Name = parsed.GetValue(name),
            Rate = parsed.GetValue(rate),
            Duration = length,
            FlatOut = flatOut,
            Curve = parsed.GetValue(curve) switch { "even" => DayCurve.Even, "daytime" => DayCurve.Daytime, _ => null },
            Connections = parsed.GetValue(connections),
            Mix = new DayMix(
                parsed.GetValue(bulk) / 100, parsed.GetValue(hub) / 100, parsed.GetValue(late) / 100, parsed.GetValue(repeated) / 100, parsed.GetValue(hot) / 100),
            Crowd = new Crowd(parsed.GetValue(walls), parsed.GetValue(phones)),
            ProbesPerSecond = parsed.GetValue(probes),
            StormAt = parsed.GetValue(stormAt),
            Pid = parsed.GetValue(pid),
            Out = parsed.GetValue(output),
            Seed = parsed.GetValue(seed),
        };
    }

    private string? Refusal(ParseResult given)
    {
        var (watching, reporting) = (given.GetValue(walls) + given.GetValue(phones), given.GetValue(bulk) + given.GetValue(hub) + given.GetValue(late));
        return given.GetValue(people) is < 1 or > MostPeople ? $"--people must be 1 to {MostPeople}."
            : given.GetValue(depth) is < TreeShape.LeastDepth or > TreeShape.MostDepth ? $"--depth must be {TreeShape.LeastDepth} to {TreeShape.MostDepth}."
            : given.GetValue(zipf) is < 0 or > 2 or double.NaN ? "--zipf must be 0 to 2."
            : Shape(given.GetValue(people), given.GetValue(depth), given.GetValue(fanout), given.GetValue(zipf), given.GetValue(seed)).Refusal is { } shape ? shape
            : given.GetValue(root) is { } place && !PlaceId.TryParse(place, null, out _) ? PlaceId.Rule(place) + "."
            : given.GetValue(name) is { } named && !PlaceId.TryParse(named, null, out _) ? PlaceId.Rule(named) + "."
            : given.GetValue(tree) is not null && given.GetValue(root) is not null ? "--tree and --root exclude each other."
            : given.GetValue(campaign) is not null && given.GetValue(root) is null ? "--campaign needs --root, the place in it whose grids report."
            : given.GetValue(rate) is <= 0 or double.NaN or > 10_000_000 ? "--rate must be above 0, and at most 10000000."
            : given.GetValue(speed) is { } fast && fast != "max" && Times(fast) is null ? $"--speed is '{fast}'; allowed are 'max' and numbers above 0."
            : given.GetValue(speed) is not (null or "max") && given.GetValue(duration) is not null ? "--speed and --duration exclude each other: one follows from the other."
            : given.GetValue(speed) == "max" && given.GetValue(rate) is not null ? "--rate and --speed max exclude each other: flat out there is no rate."
            : given.GetValue(curve) is not (null or "even" or "daytime") ? $"--curve is '{given.GetValue(curve)}'; allowed are 'daytime' and 'even'."
            : reporting > 100 ? "--bulk, --hub and --late are parts of all reports, so together at most 100."
            : watching > MostWatchers ? $"--walls and --phones may be {MostWatchers} together: so many connections a token may have."
            : given.GetValue(probes) is < 0 or > 1000 or double.NaN ? "--probes must be 0 to 1000."
            : given.GetValue(stormAt) is not null && watching == 0 ? "--storm-at needs somebody who watches: --walls or --phones."
            : given.GetValue(output) is { } file && Path.GetExtension(file) is not (".json" or ".html") ? "--out must end in .json or .html."
            : null;
    }

    private static (bool FlatOut, TimeSpan? Length) Pace(string? speed, TimeSpan? duration) => speed switch
    {
        null => (false, duration ?? DefaultDuration),
        "max" => (true, duration),
        _ => (false, DayCurve.Length / Times(speed)!.Value),
    };

    private static (TreeShape? Shape, string? Refusal) Shape(long people, int depth, string? fanout, double zipf, int seed)
    {
        var children = TreeShape.UsualFanout(people, depth);
        if (fanout is not null)
        {
            var parts = fanout.Split(',').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? read : 0).ToArray();
            if (parts.Any(part => part is < 1 or > 9999) || (parts.Length != 1 && parts.Length != depth - 1))
                return (null, $"--fanout is '{fanout}'; allowed are one number from 1 to 9999, or {depth - 1} of them with commas.");
            children = parts.Length == 1 ? [.. Enumerable.Repeat(parts[0], depth - 1)] : [.. parts];
        }
        var shape = new TreeShape(people, depth, children, zipf, seed);
        return shape.Grids <= TreeShape.MostGrids ? (shape, null) : (null, $"That makes {shape.Grids} grids; at most {TreeShape.MostGrids} are made.");
    }

    private static double? Times(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var times) && times is > 0 and <= 1_000_000 ? times : null;

    private static Option<double> Percent(string name, string what, double usual)
    {
        var option = new Option<double>(name) { Description = $"Percent {what}", HelpName = "%", DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (!result.Errors.Any() && result.GetValueOrDefault<double>() is not (>= 0 and <= 100))
                result.AddError($"{name} must be 0 to 100.");
        });
        return option;
    }

    private static TimeSpan? ReadTime(System.CommandLine.Parsing.ArgumentResult argument)
    {
        var text = argument.Tokens.Count > 0 ? argument.Tokens[0].Value : "";
        var unit = text.Length == 0 ? TimeSpan.Zero : text[^1] switch { 's' => TimeSpan.FromSeconds(1), 'm' => TimeSpan.FromMinutes(1), 'h' => TimeSpan.FromHours(1), _ => TimeSpan.Zero };
        if (unit > TimeSpan.Zero && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount > 0 && amount * unit <= TimeSpan.FromDays(2))
            return amount * unit;
        argument.AddError($"'{text}' is not a time such as 30s, 10m or 1h.");
        return null;
    }
}
