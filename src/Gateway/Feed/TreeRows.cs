using System.Text.Json;

namespace GridGrains.Gateway;

/// <summary>
/// The rows of a tree, each with its newest counts and the number of the change that gave it them. What a client lacks is what changed after
/// the change it was told of last, so nothing is kept for it, however slow it is. Rows hang together in the order of their changes, so a message
/// costs as much as the rows that are in it, however large the tree.
/// </summary>
/// <param name="key">What the tree shows.</param>
/// <param name="targets">How far a place with its counts has come with its targets; only asked where that is shown.</param>
internal sealed class TreeRows(TreeKey key, Func<PlaceCounts, IReadOnlyList<(Count Count, TargetProgress Progress)>> targets)
{
    private readonly bool hasTargets = key.HasTargets;
    private readonly Dictionary<PlaceId, Row> rows = [];
    private readonly List<Row> order = [];
    private readonly List<Row> changed = [];
    private Row? newest;

    /// <summary>The number of the last change.</summary>
    public long LastChange { get; private set; }

    /// <summary>The version of the root, and so of the tree.</summary>
    public long Version => rows.TryGetValue(key.Root.Place, out var root) && root.Counts is { } counts ? counts.Version : 0;

    /// <summary>Says which places there are, in their order. Those that were there keep their counts.</summary>
    public void Expect(IEnumerable<PlaceId> places)
    {
        var before = order.ToArray();
        order.Clear();
        var listed = new HashSet<PlaceId>();
        foreach (var place in places)
        {
            if (!rows.TryGetValue(place, out var row))
                rows.Add(place, row = new Row(place));
            Append(row);
            listed.Add(place);
        }
        foreach (var row in before)
        {
            if (listed.Contains(row.Place))
                continue;
            if (row.Place.IsDesk && row.Place.Parent is { } area && listed.Contains(area))
                Append(row);
            else if (rows.Remove(row.Place))
                Unlink(row);
        }
    }

    /// <summary>Takes counts of a place; what is not newer changes nothing.</summary>
    /// <returns>Whether a row changed that clients have to be told of.</returns>
    public bool Take(PlaceCounts said)
    {
        if (Find(said.Place) is not { } row || !said.IsNewerThan(row.Counts))
            return false;
        var progress = hasTargets ? targets(said) : [];
        Span<long> shown = stackalloc long[key.Columns.Length];
        for (var i = 0; i < shown.Length; i++)
            shown[i] = key.Columns[i].ValueOf(said, progress);
        var changed = row.Counts is null || !shown.SequenceEqual(row.Counts.Counts.AsSpan());
        // Only what is shown is kept: a tree has many rows, and few of the catalogue's counts.
        row.Counts = said with { Counts = changed ? CountVector.Copy(shown) : row.Counts!.Counts, HourBefore = default, DayBefore = default, Trace = null };
        if (changed)
            Touch(row);
        return changed;
    }

    /// <summary>Writes the tree with the rows that changed after a change; all that are known after -1.</summary>
    public void Write(Utf8JsonWriter json, long since)
    {
        json.WriteStartObject();
        json.WriteString("campaign"u8, key.Root.Campaign);
        json.WriteString("root"u8, key.Root.Place.Value);
        json.WriteNumber("version"u8, Version);
        json.WriteStartArray("counts"u8);
        foreach (var column in key.Columns)
            json.WriteStringValue(column.Name);
        json.WriteEndArray();
        json.WriteStartArray("rows"u8);
        foreach (var row in since < 0 ? order : ChangedAfter(since))
        {
            if (row.Counts is { } counts)
                Write(json, counts);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void Write(Utf8JsonWriter json, PlaceCounts row)
    {
        json.WriteStartArray();
        json.WriteStringValue(row.Place.Value);
        for (var i = 0; i < key.Columns.Length; i++)
            Write(json, key.Columns[i].Of, row.Counts[i]);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, TargetMeasure of, long value)
    {
        if (value == TreeColumn.Unknown)
            json.WriteNullValue();
        else if (of == TargetMeasure.Coverage)
            json.WriteNumberValue(value / 10m);
        else
            json.WriteNumberValue(value);
    }

    // A desk is not listed; it is there from its first report on.
    private Row? Find(PlaceId place)
    {
        if (rows.TryGetValue(place, out var row))
            return row;
        if (!place.IsDesk || !key.Shows(place) || place.Parent is not { } area || !rows.ContainsKey(area))
            return null;
        row = new Row(place);
        rows.Add(place, row);
        Append(row);
        return row;
    }

    // In the order of the tree; the list is used again.
    private List<Row> ChangedAfter(long since)
    {
        changed.Clear();
        for (var row = newest; row is not null && row.ChangedAt > since; row = row.Older)
            changed.Add(row);
        changed.Sort(static (a, b) => a.Index.CompareTo(b.Index));
        return changed;
    }

    private void Append(Row row)
    {
        row.Index = order.Count;
        order.Add(row);
    }

    private void Touch(Row row)
    {
        row.ChangedAt = ++LastChange;
        if (row == newest)
            return;
        Unlink(row);
        row.Older = newest;
        newest?.Newer = row;
        newest = row;
    }

    private void Unlink(Row row)
    {
        row.Newer?.Older = row.Older;
        row.Older?.Newer = row.Newer;
        if (row == newest)
            newest = row.Older;
        row.Newer = row.Older = null;
    }

    private sealed class Row(PlaceId place)
    {
        public PlaceId Place { get; } = place;

        public int Index { get; set; }

        public Row? Older { get; set; }

        public Row? Newer { get; set; }

        public PlaceCounts? Counts { get; set; }

        public long ChangedAt { get; set; }
    }
}
