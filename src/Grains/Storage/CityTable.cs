namespace GridGrains.Storage;

/// <summary>A table of the city: its rows hold from one version to another, and all they say is text.</summary>
/// <param name="Name">The table.</param>
/// <param name="Columns">What a row says, its id first.</param>
internal sealed record CityTable(string Name, params string[] Columns)
{
    public static readonly CityTable Places = new("places", "place", "level", "name", "name_en", "attributes", "fate");

    public static readonly CityTable Posts = new("posts", "post", "place", "kind", "name", "requires", "hours");

    public static readonly CityTable Campaigns = new(
        "campaigns", "campaign", "kind", "title", "title_en", "root", "opens_at", "deadline", "state", "targets", "drill", "created_at", "emergency");

    public string Id => Columns[0];

    /// <summary>What holds at the version <c>@version</c>. That is settled for ever, so tables may be read one after the other.</summary>
    public string SelectAtVersion =>
        $"""
        SELECT {string.Join(", ", Columns.Select(c => $"{c} AS {c.Replace("_", "", StringComparison.Ordinal)}"))} FROM {Name}
        WHERE since_version <= @version AND (until_version IS NULL OR until_version > @version)
        ORDER BY {Id}
        """;

    /// <summary>Ends the rows with the ids in the JSON array <c>@ids</c> at the version <c>@version</c>.</summary>
    /// <param name="each">The elements of the array, as a table <c>each(value)</c>.</param>
    public string End(string each) =>
        $"UPDATE {Name} SET until_version = @version WHERE until_version IS NULL AND {Id} IN (SELECT each.value FROM {each})";

    /// <summary>Puts the rows of the JSON array <c>@rows</c> into the version <c>@version</c>, each for the one that has its id.</summary>
    /// <param name="each">The elements of the array, as a table <c>each(value)</c>.</param>
    public string Put(string each) =>
        $"""
        UPDATE {Name} SET until_version = @version
        WHERE until_version IS NULL AND {Id} IN (SELECT each.value ->> '{Id}' FROM {each});
        INSERT INTO {Name} (since_version, {string.Join(", ", Columns)})
        SELECT @version, {string.Join(", ", Columns.Select(c => $"each.value ->> '{c}'"))} FROM {each}
        """;
}
