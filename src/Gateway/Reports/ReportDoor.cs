using System.Security.Claims;

namespace GridGrains.Gateway;

/// <summary>
/// The one way of a report through the gateway, from REST, a bulk call or the hub: it may, the place is there and a leaf, the report is by
/// the rules, and it is sent. Whether the campaign is closed is the leaf's to say: it still answers for what it has counted.
/// </summary>
internal sealed class ReportDoor(LedgerLookup ledgers, ReportLimits limits, ReportGate gate, ReportRedirect redirect, TimeProvider time)
{
    /// <summary>The sentence that tells a device how far its clock is off.</summary>
    public static string ServersTime(DateTime now) => $"the server's time is {now:yyyy-MM-dd'T'HH:mm:ss'Z'}";

    /// <summary>Lets a report through, whole.</summary>
    /// <param name="who">The caller.</param>
    /// <param name="campaign">As the caller wrote it.</param>
    /// <param name="place">As the caller wrote it.</param>
    /// <param name="report">As <see cref="ReportReader"/> read it.</param>
    /// <param name="cancellation">Ends waiting and sending again; a report that is on its way goes on.</param>
    public async ValueTask<ReportOutcome> ReportAsync(
        ClaimsPrincipal who, string campaign, string place, Report report, CancellationToken cancellation = default)
    {
        var admitted = await AdmitAsync(who, campaign, place);
        return admitted.Problem is { } refused ? ReportOutcome.Refused(refused) : await ReportAsync(who, admitted, report, cancellation);
    }

    /// <summary>As above, from the bytes of a JSON report.</summary>
    public async ValueTask<ReportOutcome> ReportAsync(
        ClaimsPrincipal who, string campaign, string place, ReadOnlyMemory<byte> utf8, CancellationToken cancellation = default)
    {
        var admitted = await AdmitAsync(who, campaign, place);
        if (admitted.Problem is { } refused)
            return ReportOutcome.Refused(refused);
        var reading = ReportReader.Read(utf8.Span, CampaignTime(admitted.Campaign!));
        return reading.Report is { } report
            ? await ReportAsync(who, admitted, report, cancellation)
            : ReportOutcome.Refused(reading.Problem!);
    }

    /// <summary>The first half: whether the caller may report there at all. To be asked before a body is read.</summary>
    public async ValueTask<LedgerFinding> AdmitAsync(ClaimsPrincipal who, string campaign, string place)
    {
        var found = await FindAsync(who, campaign, place);
        if (found.Problem is { } refused)
            GatewayMetrics.ReportRefused(refused.Status);
        return found;
    }

    private async ValueTask<LedgerFinding> FindAsync(ClaimsPrincipal who, string campaign, string place)
    {
        var found = await ledgers.FindAsync(who, AccessAction.Report, campaign, place);
        if (found.Problem is not null)
            return found;
        if (!found.Place!.IsLeaf)
            return LedgerFinding.Refused(ToAnArea(found.Place));
        var wait = limits.Take(found.Key);
        return wait == TimeSpan.Zero ? found : LedgerFinding.Refused(Problem.SlowDown(wait));
    }

    /// <summary>The second half: by the rules, and to the leaf.</summary>
    public async ValueTask<ReportOutcome> ReportAsync(
        ClaimsPrincipal who, LedgerFinding admitted, Report report, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        using var span = GatewayTraces.Report();
        var outcome = await SendAsync(who, admitted, span is { Recorded: true } ? report with { Trace = span.Id } : report, cancellation);
        GatewayMetrics.ReportAnswered(outcome, report.Observations.Length, time.GetElapsedTime(began));
        return outcome;
    }

    private async ValueTask<ReportOutcome> SendAsync(ClaimsPrincipal who, LedgerFinding admitted, Report report, CancellationToken cancellation)
    {
        var now = CampaignTime(admitted.Campaign!);
        if (BrokenRules(report, now) is { } broken)
            return ReportOutcome.Refused(Problem.Invalid(broken, ServersTime(now)));
        using var room = await gate.EnterAsync();
        if (room is null)
            return ReportOutcome.Refused(ReportGate.Full);
        var sent = await redirect.SendAsync(admitted.Key, report, Access.Subject(who), room, cancellation);
        if (sent.Receipt is { } receipt)
            return ReportOutcome.Counted(receipt);
        return ReportOutcome.Refused(sent.Refusal switch
        {
            ReportRefusal.Closed => Problem.Closed(admitted.Campaign!.Id),
            ReportRefusal.ReportIdTaken => Problem.Invalid("reportId", "is taken: an id stands for one report, with one body and from one sender; a new report needs a new one"),
            ReportRefusal.PlaceClosed => Problem.PlaceClosed(admitted.Key.Place),
            ReportRefusal.NotALeaf => await NotALeafAsync(who, admitted),
            ReportRefusal.Busy => Problem.Unavailable("the journal is full; nothing was counted, send the same report again"),
            _ => Problem.Unavailable("whether it was committed is not known; send the same report again, it is counted once"),
        });
    }

    /// <summary>The campaign's time, in UTC.</summary>
    public DateTime CampaignTime(Campaign campaign) => campaign.TimeAt(time.GetUtcNow()).UtcDateTime;

    private static MemberErrors? BrokenRules(Report report, DateTime now)
    {
        MemberErrors? errors = null;
        for (var i = 0; i < report.Observations.Length; i++)
        {
            if (ReportRules.Check(report.Observations[i], now) is var (member, message))
                (errors ??= new MemberErrors()).Add($"observations[{i}].{member}", message);
        }
        return errors;
    }

    // The silo's tree is newer than this gateway's was when it let the report in.
    private async ValueTask<Problem> NotALeafAsync(ClaimsPrincipal who, LedgerFinding admitted)
    {
        var found = await ledgers.FindAsync(who, AccessAction.Report, admitted.Campaign!.Id, admitted.Place!.Place.Id.Value);
        return found.Problem ?? ToAnArea(found.Place!);
    }

    private static Problem ToAnArea(PlaceNode area) => Problem.Invalid(
        "place",
        $"is an area; a report goes to a leaf, and its own staff report to {area.Place.Id.Desk}",
        $"a report goes to a leaf; {area.Place.Id} is an area, its own staff report to {area.Place.Id.Desk}");
}

/// <summary>How a report fared: a receipt, or why there is none.</summary>
internal readonly record struct ReportOutcome(Receipt? Receipt, Problem? Problem)
{
    /// <summary>It is durable and counted.</summary>
    public static ReportOutcome Counted(Receipt receipt) => new(receipt, null);

    /// <summary>It is not acknowledged.</summary>
    public static ReportOutcome Refused(Problem problem) => new(null, problem);
}
