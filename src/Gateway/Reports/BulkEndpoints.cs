using System.Security.Claims;
using Microsoft.Extensions.Options;

namespace GridGrains.Gateway;

/// <summary><c>POST /api/campaigns/{c}/reports</c>: many reports in one call, each with its own fate, answered in order.</summary>
internal sealed class BulkEndpoints(
    ReportDoor door,
    ReportGate gate,
    ReportLimits limits,
    CurrentCity current,
    RefusalTrail trail,
    TimeProvider time,
    IOptions<GatewayOptions> options)
{
    public async Task PostAsync(string c, HttpContext http)
    {
        if (Access.SubtreesFor(http.User, AccessAction.Report).Count == 0)
        {
            await http.WriteProblemAsync(Problem.Forbidden());
            return;
        }
        using var room = gate.AdmitBody(http.Request);
        if (room is null)
        {
            await http.WriteProblemAsync(ReportGate.Full);
            return;
        }
        var now = current.Value.TryGetCampaign(c, out var campaign) ? door.CampaignTime(campaign) : time.GetUtcNow().UtcDateTime;
        var (reading, tooLarge) = await Body.ReadAsync(
            http, options.Value.MaxBodyBytes, now, static (utf8, now) => ReportReader.ReadBulk(utf8, now));
        if ((tooLarge ?? reading.Problem) is { } unread)
        {
            await http.WriteProblemAsync(unread);
            return;
        }
        if (http.Features.Get<Bearer>() is { } bearer && reading.Items.Length > 1)
            limits.Charge(bearer, reading.Items.Length - 1);
        var outcomes = new ReportOutcome[reading.Items.Length];
        var call = new BulkCall(http.User, c, reading, outcomes, http.RequestAborted);
        await Task.WhenAll(Enumerable.Range(0, Math.Min(options.Value.BulkParallelism, outcomes.Length)).Select(_ => WorkAsync(call)));
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (outcomes[i].Problem is { } problem)
                trail.Add(http.User, Operations.ReportMany.Id, c, reading.Items[i].Place, problem.Status, problem.Code);
        }
        await http.WriteJsonAsync(StatusCodes.Status200OK, outcomes, static (json, all) =>
        {
            json.WriteStartArray();
            foreach (var outcome in all)
                ReceiptWriter.Write(json, outcome);
            json.WriteEndArray();
        });
    }

    // Each worker takes the next item, so they set out in order and a slow leaf holds up only itself.
    private async Task WorkAsync(BulkCall call)
    {
        while (call.Next() is var index && index < call.Outcomes.Length)
            call.Outcomes[index] = await ReportAsync(call, call.Reading.Items[index]);
    }

    private async ValueTask<ReportOutcome> ReportAsync(BulkCall call, BulkItem item)
    {
        try
        {
            var admitted = await door.AdmitAsync(call.Who, call.Campaign, item.Place);
            if ((admitted.Problem ?? item.Reading.Problem) is { } refused)
                return ReportOutcome.Refused(refused);
            call.Cancellation.ThrowIfCancellationRequested();
            return await door.ReportAsync(call.Who, admitted, item.Reading.Report!, call.Cancellation);
        }
        catch (LedgerUnavailableException)
        {
            return ReportOutcome.Refused(Problem.LedgerUnavailable());
        }
    }

    private sealed class BulkCall(
        ClaimsPrincipal who, string campaign, BulkReading reading, ReportOutcome[] outcomes, CancellationToken cancellation)
    {
        private int taken = -1;

        public ClaimsPrincipal Who => who;

        public string Campaign => campaign;

        public BulkReading Reading => reading;

        public ReportOutcome[] Outcomes => outcomes;

        public CancellationToken Cancellation => cancellation;

        public int Next() => Interlocked.Increment(ref taken);
    }
}
