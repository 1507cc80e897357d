using System.Collections.Immutable;
using System.Globalization;

namespace GridGrains.Gateway;

/// <summary>Daily reports in the shape of the contract.</summary>
internal static class DailyShape
{
    /// <summary>As everybody sees it. Names are those of the present tree; a place that is no longer in it is named by its id.</summary>
    public static Wire.DailyReport Of(DailyReport report, City city)
    {
        var place = Name(report.Place, city);
        return new(
            report.Campaign,
            report.Place.Value,
            place.Name,
            place.NameEn,
            DateOnly.FromDayNumber(report.Day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            report.DueAt,
            report.AsOf,
            report.IsFrozen,
            report.IsOver,
            report.Expected,
            report.Received,
            Share(report.Received + report.Late.Length, report.Expected),
            Share(report.Received, report.Expected),
            [.. report.Zero.Select(p => Name(p, city))],
            [.. report.Late.Select(l => Late(l, city))],
            [.. report.Missing.Select(p => Name(p, city))],
            Counts(report.Counts, CountVector.Zero),
            Counts(report.Counts, report.Before),
            [.. report.Issues.Select(i => new Wire.OpenIssue(i.Place.Value, i.Subject, i.Stage, i.Since))]);
    }

    private static Wire.LatePlace Late(LateReport late, City city)
    {
        var place = Name(late.Place, city);
        return new(place.Place, place.Name, place.NameEn, late.At);
    }

    private static Wire.MissingPlace Name(PlaceId id, City city) => city.TryGetPlace(id, out var node)
        ? new(id.Value, node.Place.Name, node.Place.NameEn)
        : new(id.Value, id.Value, null);

    // Tenths of a percent; where nobody is expected everything is there.
    private static decimal Share(int part, int whole) => whole == 0 ? 100 : Math.Floor(part * 1000m / whole) / 10;

    private static ImmutableSortedDictionary<string, long> Counts(CountVector counts, CountVector less) =>
        Catalogue.Current.Counts.Where(c => counts[c.Index] != less[c.Index]).ToImmutableSortedDictionary(
            c => c.Code, c => counts[c.Index] - less[c.Index], StringComparer.Ordinal);
}
