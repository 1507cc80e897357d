using System.Globalization;

namespace GridGrains.EndToEnd.Tests;

/// <summary>The scenarios of the repository, and larger ones made of them.</summary>
internal static class Places
{
    /// <summary>A folder beside the program.</summary>
    public static string Scenario(string name) => Path.Combine(AppContext.BaseDirectory, "scenarios", name);

    /// <summary>Writes a scenario: Jingde's tree of 1,663 places, in which so many single observations are made.</summary>
    public static string Large(DirectoryInfo parent, int observations)
    {
        var folder = parent.CreateSubdirectory("large").FullName;
        foreach (var file in new[] { "places.csv", "posts.csv", "campaigns.json" })
            File.Copy(Path.Combine(Scenario("jingde"), file), Path.Combine(folder, file));
        File.WriteAllText(Path.Combine(folder, "plan.csv"), string.Create(CultureInfo.InvariantCulture, $"""
            campaign,from,to,place,series,total,per_subject,final_stage,shape
            jingde-watch,2022-01-10T08:00:00+08:00,2022-01-24T18:00:00+08:00,jingde,arrivals.away,{observations},1,,even

            """));
        File.WriteAllText(Path.Combine(folder, "expected.json"), string.Create(CultureInfo.InvariantCulture, $$"""
            [{ "campaign": "jingde-watch", "place": "jingde", "counts": { "arrivals.away": {{observations}} } }]
            """));
        return folder;
    }
}
