using System.Globalization;
using System.Text;
using GridGrains.Journal;
using GridGrains.Recounting;

namespace GridGrains.Archives;

/// <summary>The totals of a campaign at every place that has any: of a leaf what its reports came to, of an area the sum. The table <c>totals.csv</c>.</summary>
internal sealed class TotalsBook(PlaceId root)
{
    // Those that follow from the time of day are in no journal.
    private static readonly Count[] Counts = [.. Catalogue.Current.Counts.Where(c => c.Measure.Kind is not (MeasureKind.Posts or MeasureKind.Places))];
    private const string Running = "=+-@\t\r";

    private readonly SortedDictionary<string, (long Reports, long[] Values)> totals = new(StringComparer.Ordinal);

    /// <summary>Reports counted.</summary>
    public long Reports => totals.TryGetValue(root.Value, out var all) ? all.Reports : 0;

    /// <summary>Places with any.</summary>
    public int Places => totals.Count;

    /// <summary>Counts a report at its leaf and at every place above, up to the root.</summary>
    public void Add(JournalEntry entry, ReportEffect effect)
    {
        for (PlaceId? at = entry.Ledger.Place; at is { } place && place.IsWithin(root); at = place.Parent)
        {
            var (reports, values) = totals.TryGetValue(place.Value, out var known) ? known : (0, new long[Catalogue.Current.Counts.Length]);
            foreach (var (count, by) in effect.Changes)
                values[count] += by;
            totals[place.Value] = (reports + 1, values);
        }
    }

    /// <summary>What a database has of a campaign.</summary>
    public static async Task<TotalsBook> OfAsync(IJournalStore journal, LedgerKey root, CancellationToken cancellation)
    {
        var book = new TotalsBook(root.Place);
        await foreach (var (entry, effect) in journal.ReadSubtreeAsync(root, cancellation).WithEffectsAsync(journal, cancellation))
            book.Add(entry, effect);
        return book;
    }

    /// <summary>Writes the table, with the places that have no reports as well.</summary>
    public string ToCsv(City city)
    {
        var csv = new StringBuilder("\uFEFFplace,level,name,reports");
        foreach (var count in Counts)
            csv.Append(',').Append(count.Code);
        csv.Append("\r\n");
        var listed = city.TryGetPlace(root, out var top) ? top.Subtree().Select(n => n.Place.Id.Value) : [];
        foreach (var place in listed.Union(totals.Keys).Order(StringComparer.Ordinal))
        {
            var node = city.TryGetPlace(PlaceId.Parse(place), out var found) ? found.Place : null;
            var (reports, values) = totals.GetValueOrDefault(place, (0, new long[Catalogue.Current.Counts.Length]));
            csv.Append(place).Append(',').Append(node?.Level).Append(',').Append(Cell(Harmless(node?.Name ?? ""))).Append(',').Append(reports.ToString(CultureInfo.InvariantCulture));
            foreach (var count in Counts)
                csv.Append(',').Append(values[count.Index].ToString(CultureInfo.InvariantCulture));
            csv.Append("\r\n");
        }
        return csv.ToString();
    }

    /// <summary>Where this differs from a table, in sentences.</summary>
    public IEnumerable<string> DifferencesFrom(string csv)
    {
        var rows = csv.TrimStart('\uFEFF').Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(row => row.TrimEnd('\r')).ToList();
        var columns = rows[0].Split(',')[3..];
        var unseen = totals.Keys.ToHashSet();
        foreach (var row in rows.Skip(1))
        {
            // Numbers stand behind the name, which alone may have commas.
            var cells = row.Split(',');
            var place = cells[0];
            unseen.Remove(place);
            var (reports, values) = totals.GetValueOrDefault(place, (0, new long[Catalogue.Current.Counts.Length]));
            for (var i = 0; i < columns.Length; i++)
            {
                var archived = long.Parse(cells[^(columns.Length - i)], CultureInfo.InvariantCulture);
                long? found = i == 0 ? reports : Catalogue.Current.TryGetCount(columns[i], out var count) ? values[count.Index] : null;
                if (found is { } here && here != archived)
                    yield return $"{place} has {here} of {columns[i]}, and had {archived}";
            }
        }
        foreach (var place in unseen)
            yield return $"{place} is not in {ArchiveFiles.Totals}";
    }

    /// <summary>A cell, in quotes where it needs them.</summary>
    public static string Cell(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    // A spreadsheet would run it.
    private static string Harmless(string name) => name.Length > 0 && Running.Contains(name[0], StringComparison.Ordinal) ? $"'{name}" : name;
}
