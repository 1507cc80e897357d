namespace GridGrains.Gateway;

/// <summary>Recounts a place from the journal and compares with what the live grain says.</summary>
internal sealed class AuditEndpoints(LedgerLookup ledgers, IGrainFactory grains)
{
    public async Task GetAsync(string c, string p, HttpContext http)
    {
        var found = await ledgers.FindAsync(http.User, AccessAction.Read, c, p);
        if (found.Problem is { } refused)
        {
            await http.WriteProblemAsync(refused);
            return;
        }
        var audit = await LedgerCall.AskAsync(() => grains.GetGrain<IJournalGrain>(found.Key.ToString()).Audit());
        await http.WriteJsonAsync(StatusCodes.Status200OK, (p, audit), static (json, s) =>
        {
            json.WriteStartObject();
            json.WriteString("place"u8, s.p);
            json.WriteBoolean("matches"u8, s.audit.Matches);
            json.WritePropertyName("live"u8);
            SnapshotWriter.WriteCounts(json, s.audit.Live.Counts);
            json.WritePropertyName("journal"u8);
            SnapshotWriter.WriteCounts(json, s.audit.Journal);
            json.WriteNumber("reports"u8, s.audit.Reports);
            json.WriteStartArray("differences"u8);
            foreach (var difference in s.audit.Differences)
            {
                json.WriteStartObject();
                json.WriteString("count"u8, difference.Count);
                json.WriteNumber("live"u8, difference.Live);
                json.WriteNumber("journal"u8, difference.Journal);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteBoolean("settled"u8, s.audit.Settled);
            json.WriteEndObject();
        });
    }
}
