using System.Collections.Immutable;

namespace GridGrains.Cli.Tests;

/// <summary>Plans and trees for facts.</summary>
internal static class Plans
{
    public const string Heading = "campaign,from,to,place,series,total,per_subject,final_stage,shape\n";

    public static readonly PlanRow Row = new(
        1,
        "round",
        DateTimeOffset.Parse("2022-10-06T08:00:00+08:00", null),
        DateTimeOffset.Parse("2022-10-07T20:00:00+08:00", null),
        PlaceId.Parse("town"),
        "tests.sampled",
        100,
        10,
        0,
        PlanShape.Even);

    /// <summary>The scenarios of the repository.</summary>
    public static TheoryData<string> Scenarios => ["shengtang", "jingde", "tianchang"];

    public static Scenario Scenario(string name) => new(Path.Combine(AppContext.BaseDirectory, "scenarios", name));

    /// <summary>A town with a grid for each number of residents.</summary>
    public static City Town(params long[] residents) => new(new CityImage(
        1,
        [
            Place("town", 0),
            .. residents.Select((r, i) => Place($"town.g{i:d3}", r)),
        ],
        [],
        []));

    public static Playbook Playbook(City city, params PlanRow[] rows) => Cli.Playbook.Of(city, [.. rows], "phone", "plan.csv");

    private static Place Place(string id, long residents) => new(
        PlaceId.Parse(id), id == "town" ? "town" : "grid", id, null, ImmutableSortedDictionary<string, long>.Empty.Add("residents", residents));
}
