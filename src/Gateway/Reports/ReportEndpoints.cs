using Microsoft.Extensions.Options;

namespace GridGrains.Gateway;

/// <summary><c>POST …/{p}/reports</c>, the hot path: admitted, then read, then sent, then the receipt.</summary>
internal sealed class ReportEndpoints(ReportDoor door, ReportGate gate, IOptions<GatewayOptions> options)
{
    public async Task PostAsync(string c, string p, HttpContext http)
    {
        var admitted = await door.AdmitAsync(http.User, c, p);
        if (admitted.Problem is { } refused)
        {
            await http.WriteProblemAsync(refused);
            return;
        }
        using var room = gate.AdmitBody(http.Request);
        if (room is null)
        {
            await http.WriteProblemAsync(ReportGate.Full);
            return;
        }
        var now = door.CampaignTime(admitted.Campaign!);
        var (reading, tooLarge) = await Body.ReadAsync(
            http, options.Value.MaxBodyBytes, now, static (utf8, now) => ReportReader.Read(utf8, now));
        if ((tooLarge ?? reading.Problem) is { } unread)
        {
            await http.WriteProblemAsync(unread);
            return;
        }
        var outcome = await door.ReportAsync(http.User, admitted, reading.Report!, http.RequestAborted);
        if (outcome.Receipt is { } receipt)
            await http.WriteJsonAsync(StatusCodes.Status200OK, receipt, static (json, r) => ReceiptWriter.Write(json, r));
        else
            await http.WriteProblemAsync(outcome.Problem!);
    }
}
