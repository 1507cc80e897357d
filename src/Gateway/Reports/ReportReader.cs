using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Unicode;

namespace GridGrains.Gateway;

/// <summary>
/// Reads reports straight from UTF-8, strictly: what is not exactly the shape of the contract is a <see cref="Problem"/> that
/// names the member. Whatever the bytes, it answers and does not throw.
/// </summary>
internal static class ReportReader
{
    private static readonly Problem BadText = Problem.Malformed("the body is not UTF-8");

    /// <summary>Reads one report.</summary>
    /// <param name="utf8">The whole body.</param>
    /// <param name="now">The campaign's time. Only asked for where the report is refused anyway, so that all its errors are named at once.</param>
    public static ReportReading Read(ReadOnlySpan<byte> utf8, DateTime now)
    {
        if (!Utf8.IsValid(utf8))
            return ReportReading.Refused(BadText);
        var cursor = new ReportCursor(utf8, now);
        try
        {
            var whole = cursor.Advance() && cursor.ReadReport(Report.MaxObservations) && cursor.AtEnd();
            return whole ? cursor.TakeReport() : ReportReading.Refused(cursor.Problem!);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return ReportReading.Refused(cursor.NotJson(e));
        }
        finally
        {
            cursor.Dispose();
        }
    }

    /// <summary>Reads a bulk call. What is wrong with one item only is that item's problem.</summary>
    /// <param name="utf8">The whole body.</param>
    /// <param name="now">As for <see cref="Read"/>.</param>
    public static BulkReading ReadBulk(ReadOnlySpan<byte> utf8, DateTime now)
    {
        if (!Utf8.IsValid(utf8))
            return new BulkReading([], BadText);
        var cursor = new ReportCursor(utf8, now, bulk: true);
        try
        {
            var items = ImmutableArray.CreateBuilder<BulkItem>();
            return ReadItems(ref cursor, items) ? new BulkReading(items.DrainToImmutable(), null) : new BulkReading([], cursor.Problem);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new BulkReading([], cursor.NotJson(e));
        }
        finally
        {
            cursor.Dispose();
        }
    }

    private static bool ReadItems(ref ReportCursor cursor, ImmutableArray<BulkItem>.Builder items)
    {
        if (!cursor.Advance() || !cursor.BeginItems())
            return false;
        var left = BulkReading.Max;
        while (cursor.NextItem())
        {
            if (items.Count == BulkReading.Max)
                return cursor.TooLarge($"a bulk call has at most {BulkReading.Max} items");
            if (!cursor.ReadReport(left))
                return false;
            left -= cursor.Observations;
            var place = cursor.Place!;
            items.Add(new BulkItem(place, cursor.TakeReport()));
        }
        return cursor.AtEnd();
    }
}
