using System.Collections.Immutable;
using System.Security.Cryptography;

namespace GridGrains.Gateway;

/// <summary>
/// Sends a report on to those who go on for its leaf, where that has been moved, merged or split. The leaf itself is asked first: what it has counted it answers as ever.
/// </summary>
internal sealed class ReportRedirect(ReportSender sender, CurrentCity current)
{
    // A place is seldom changed twice in a day; what goes round in a circle must end.
    private const int MostHops = 8;

    /// <summary>As <see cref="ReportSender.SendAsync"/>; of a report in several pieces one receipt, whose place is that of the first.</summary>
    public ValueTask<ReportAnswer> SendAsync(LedgerKey leaf, Report report, string reporter, ReportRoom room, CancellationToken cancellation) =>
        SendAsync(leaf, report, reporter, room, MostHops, cancellation);

    private async ValueTask<ReportAnswer> SendAsync(
        LedgerKey leaf, Report report, string reporter, ReportRoom room, int hops, CancellationToken cancellation)
    {
        var answer = await sender.SendAsync(leaf, report, reporter, room, cancellation);
        if (answer.Refusal != ReportRefusal.Moved)
            return answer;
        if (hops == 0 || !current.Value.TryGetLedger(leaf, out _, out var place) || place is not { IsFormer: true, Place.Fate: { } fate })
            return ReportAnswer.Refused(ReportRefusal.Unknown);
        Receipt? whole = null;
        foreach (var (successor, piece) in Pieces(fate, report))
        {
            var part = await SendAsync(leaf with { Place = successor }, piece, reporter, room, hops - 1, cancellation);
            if (part.Receipt is not { } receipt)
                return part;
            whole = whole is null ? receipt with { ReportId = report.ReportId } : Join(whole, receipt);
        }
        return ReportAnswer.Counted(whole!);
    }

    private static IEnumerable<(PlaceId Successor, Report Piece)> Pieces(PlaceFate fate, Report report)
    {
        if (fate.Successors is [var only])
            return [(only.Place, report)];
        // That there is nothing to report is so of all of them.
        if (report.Observations.IsEmpty)
            return fate.Successors.Select(successor => (successor.Place, report with { ReportId = IdOf(report, successor.Place) }));
        return from observation in report.Observations
               group observation by fate.RouteOf(observation.Series, observation.Subject) into piece
               orderby piece.Key.Value
               select (piece.Key, report with { ReportId = IdOf(report, piece.Key), Observations = piece.ToImmutableArray() });
    }

    // The same whenever the report is sent again, and another than that of the whole, whose body is another.
    private static Guid IdOf(Report report, PlaceId successor)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData([.. report.ReportId.ToByteArray(bigEndian: true), .. System.Text.Encoding.UTF8.GetBytes(successor.Value)], hash);
        // Version 8: made by its maker's own rule.
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }

    private static Receipt Join(Receipt whole, Receipt piece) => whole with
    {
        Status = whole.Status == ReportStatus.Recorded ? whole.Status : piece.Status,
        Applied = whole.Applied + piece.Applied,
        Superseded = whole.Superseded + piece.Superseded,
    };
}
