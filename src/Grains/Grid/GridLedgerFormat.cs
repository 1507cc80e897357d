using GridGrains.History;

namespace GridGrains.Grid;

/// <summary>The bytes of a saved ledger: reports, winners (which name their report by its sequence), duty, steps, purged totals, history.</summary>
internal static class GridLedgerFormat
{
    // Raised with every change of the layout. What has another number is not read but replayed.
    private const byte Layout = 4;

    public static byte[] Write(GridLedger ledger)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(Layout);
        writer.Write(ledger.Version);
        writer.Write(ledger.LastReportId.ToByteArray());
        writer.Write(ledger.LastReportAt.Ticks);
        writer.Write(ledger.FirstOfDayAt.Ticks);
        writer.Write(ledger.Known.Count);
        foreach (var (id, report) in ledger.Known)
        {
            writer.Write(id.ToByteArray());
            writer.Write7BitEncodedInt64(report.Sequence);
            writer.Write(report.Fingerprint);
            writer.Write(report.Applied);
            writer.Write(report.Superseded);
        }
        writer.Write(ledger.State.SubjectCount);
        foreach (var (key, winner) in ledger.State.Entries)
        {
            writer.Write7BitEncodedInt(key.Series);
            writer.Write(key.Subject);
            writer.Write(winner.At.Ticks);
            writer.Write7BitEncodedInt64(ledger.Known[winner.ReportId].Sequence);
            writer.Write7BitEncodedInt64(winner.Value);
            writer.Write(winner.Post ?? "");
        }
        var duty = ledger.State.Duty.Entries.ToList();
        writer.Write(duty.Count);
        foreach (var (badge, step) in duty)
        {
            writer.Write7BitEncodedInt(badge.Series);
            writer.Write(badge.Subject);
            writer.Write(step.At.Ticks);
            writer.Write7BitEncodedInt64(ledger.Known[step.ReportId].Sequence);
            writer.Write(step.Post ?? "");
            writer.Write(step.IsThere);
        }
        var steps = ledger.State.Steps.Entries.ToList();
        writer.Write(steps.Count);
        foreach (var (subject, stages) in steps)
        {
            writer.Write(subject);
            writer.Write7BitEncodedInt(stages);
        }
        writer.Write(ledger.PurgedThrough);
        writer.WriteVector(CountVector.Copy(ledger.State.PurgedTotals));
        writer.WriteHistory(ledger.History);
        writer.Flush();
        return bytes.ToArray();
    }

    /// <summary>Fills a new ledger; false if the bytes are of another layout.</summary>
    public static bool TryRead(byte[] saved, GridLedger ledger)
    {
        using var reader = new BinaryReader(new MemoryStream(saved));
        if (saved.Length == 0 || reader.ReadByte() != Layout)
            return false;
        ledger.Version = reader.ReadInt64();
        ledger.LastReportId = new Guid(reader.ReadBytes(16));
        ledger.LastReportAt = new DateTime(reader.ReadInt64(), DateTimeKind.Utc);
        ledger.FirstOfDayAt = new DateTime(reader.ReadInt64(), DateTimeKind.Utc);
        var reportIds = new Guid[ledger.Version + 1];
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var id = new Guid(reader.ReadBytes(16));
            var report = new KnownReport(reader.Read7BitEncodedInt64(), reader.ReadUInt64(), reader.ReadUInt16(), reader.ReadUInt16());
            reportIds[report.Sequence] = id;
            ledger.Remember(id, report);
        }
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var key = new SubjectKey(reader.Read7BitEncodedInt(), reader.ReadString());
            var at = new DateTime(reader.ReadInt64(), DateTimeKind.Utc);
            var reportId = reportIds[reader.Read7BitEncodedInt64()];
            var value = reader.Read7BitEncodedInt64();
            var post = reader.ReadString();
            ledger.State.Restore(key, new Winner(at, reportId, value, post.Length > 0 ? post : null));
        }
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var badge = new SubjectKey(reader.Read7BitEncodedInt(), reader.ReadString());
            var at = new DateTime(reader.ReadInt64(), DateTimeKind.Utc);
            var reportId = reportIds[reader.Read7BitEncodedInt64()];
            var post = reader.ReadString();
            ledger.State.Duty.Add(badge, new(at, reportId, post.Length > 0 ? post : null, reader.ReadBoolean()));
        }
        for (var left = reader.ReadInt32(); left > 0; left--)
            ledger.State.Steps.Restore(reader.ReadString(), reader.Read7BitEncodedInt());
        ledger.PurgedThrough = reader.ReadInt64();
        var purged = reader.ReadVector();
        for (var i = 0; i < purged.Length; i++)
            ledger.State.AddPurged(i, purged[i]);
        reader.ReadHistory(ledger.History);
        return true;
    }
}
