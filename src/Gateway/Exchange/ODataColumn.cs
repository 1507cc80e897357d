namespace GridGrains.Gateway;

/// <summary>A column of the OData address.</summary>
/// <param name="Name">As OData allows names: a count's dots are underscores.</param>
/// <param name="Type">Its type by OData's names.</param>
/// <param name="Value">A text, a whole number or a time; null where there is none.</param>
internal sealed record ODataColumn(string Name, string Type, Func<PlaceRow, object?> Value)
{
    public const string Text = "Edm.String";
    public const string Number = "Edm.Int64";
    public const string Time = "Edm.DateTimeOffset";

    private static readonly ODataColumn[] Described =
    [
        new("id", Text, row => row.Place.Id.Value),
        new("parent", Text, row => row.Place.Id.Parent?.Value),
        new("level", Text, row => row.Place.Level),
        new("name", Text, row => row.Place.Name),
        new("nameEn", Text, row => row.Place.NameEn),
        new("leaf", "Edm.Boolean", row => row.Node.IsLeaf),
        new("version", Number, row => row.Counts.Version),
        new("asOf", Time, row => new DateTimeOffset(DateTime.SpecifyKind(row.Counts.AsOf, DateTimeKind.Utc))),
    ];

    private static readonly ODataColumn[] Counts =
        [.. Catalogue.Current.Counts.Select(count => new ODataColumn(count.Code.Replace('.', '_').Replace('-', '_'), Number, row => row.Counts.Counts[count.Index]))];

    /// <summary>Every column of a table of the places at and below one: what is known of a place, what is expected of it, what is counted.</summary>
    public static ODataColumn[] Of(PlaceNode root) =>
    [
        .. Described,
        .. root.Expected.Keys.Select(name => new ODataColumn($"expected_{name}", Number, row => row.Node.Expected.GetValueOrDefault(name))),
        .. Counts,
    ];
}
