namespace GridGrains.Faults;

/// <summary>Goes through the journal row by row, and at its end through the log, and notes what should not be.</summary>
internal sealed class Examination(ClientLog log)
{
    private readonly List<string> lost = [];
    private readonly List<string> doubled = [];
    private readonly List<string> invented = [];
    private readonly Dictionary<(Ledger, Guid), (long Sequence, string Text)> kept = [];
    private readonly Dictionary<Ledger, long> last = [];
    private readonly ILookup<(Ledger, Guid), History> histories = log.Histories.ToLookup(h => (h.Sending.Ledger, h.Sending.ReportId));
    private long rows;

    /// <summary>The next row; rows of a ledger come in order of sequence.</summary>
    public void Row(JournalRow row, string text)
    {
        rows++;
        var name = $"{row.Ledger.Campaign}/{row.Ledger.Place} #{row.Sequence} {row.ReportId}";
        var before = last.GetValueOrDefault(row.Ledger);
        if (row.Sequence <= before)
            doubled.Add($"{name}: the sequence is there twice");
        else if (row.Sequence != before + 1)
            lost.Add($"{name}: the sequence before is {before}");
        last[row.Ledger] = row.Sequence;
        if (!kept.TryAdd((row.Ledger, row.ReportId), (row.Sequence, text)))
            doubled.Add($"{name}: the report is there already");

        var sent = histories[(row.Ledger, row.ReportId)].FirstOrDefault(h => h.Sending.Text == text);
        if (sent is null)
            invented.Add($"{name}: nobody sent it so");
        else if (sent.Events.All(e => e.Ending is Ending.Invoked or Ending.Refused) && sent.Events.Count(e => e.Ending == Ending.Refused) * 2 == sent.Events.Count)
            invented.Add($"{name}: it was refused each time");
        else if (row.Reporter != $"reporter-{sent.Sending.Reporter}")
            invented.Add($"{name}: it is of {row.Reporter}, and reporter-{sent.Sending.Reporter} sent it");
    }

    /// <summary>What was acknowledged against what there is.</summary>
    public Verdict End()
    {
        foreach (var history in log.Histories)
            Acknowledged(history);
        return new() { Lost = lost, Doubled = doubled, Invented = invented, WrongTotals = [], Rows = rows, Levels = 0, Places = 0 };
    }

    private void Acknowledged(History history)
    {
        var receipts = history.Receipts;
        if (receipts.Count == 0)
            return;
        var (sending, first) = (history.Sending, receipts[0]);
        var name = $"{sending.Ledger.Campaign}/{sending.Ledger.Place} {sending.ReportId}";
        if (!kept.TryGetValue((sending.Ledger, sending.ReportId), out var row))
            lost.Add($"{name}: acknowledged as #{first.Sequence} and not in the journal");
        else if (row.Text != sending.Text)
            lost.Add($"{name}: acknowledged, and the journal has another body");
        else if (receipts.Any(r => r.Sequence != row.Sequence))
            lost.Add($"{name}: acknowledged as #{string.Join(", #", receipts.Select(r => r.Sequence).Distinct())}, and the journal has it as #{row.Sequence}");

        if (receipts.Any(r => (r.Sequence, r.Applied, r.Superseded) != (first.Sequence, first.Applied, first.Superseded)))
            doubled.Add($"{name}: two receipts differ");
        // The first receipt may have gone to nobody; then all that came are of a known report. Where a fault struck, it may have gone to
        // the gateway, which sends again by itself.
        var recorded = receipts.Count(r => r.IsFirst);
        if (recorded > 1 || (recorded == 0 && log.Faults == 0 && history.Events.All(e => e.Ending != Ending.Unknown)))
            doubled.Add($"{name}: {recorded} of {receipts.Count} receipts say that it was new");
    }
}
