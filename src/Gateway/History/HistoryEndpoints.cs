namespace GridGrains.Gateway;

/// <summary>A count of a place over the campaign's time: from the live grain, or from the journal where the grain keeps no more.</summary>
internal sealed class HistoryEndpoints(LedgerLookup ledgers, IGrainFactory grains, TimeProvider time)
{
    private const int UsualStep = 300;
    private const int LongestStep = 31 * 24 * 3600;
    private const int MostPoints = 2000;
    private static readonly TimeSpan UsualLength = TimeSpan.FromHours(24);

    public async Task GetAsync(string c, string p, HttpContext http)
    {
        var found = await ledgers.FindAsync(http.User, AccessAction.Read, c, p);
        if (found.Problem is { } refused)
        {
            await http.WriteProblemAsync(refused);
            return;
        }
        var query = new QueryReader(http.Request.Query);
        var asked = Read(query, found.Campaign!.TimeAt(time.GetUtcNow()).UtcDateTime);
        if (query.Problem is { } wrong)
        {
            await http.WriteProblemAsync(wrong);
            return;
        }
        var step = TimeSpan.FromSeconds(asked.Step);
        var points = await LedgerCall.AskAsync(() => grains.Ledger(found).History(asked.Count, step, asked.From, asked.To))
            ?? await LedgerCall.AskAsync(() => grains.GetGrain<IJournalGrain>(found.Key.ToString()).History(asked.Count, step, asked.From, asked.To));
        var history = new Wire.History(asked.Count, asked.Step, [.. points.Select(point => new[] { EpochSeconds(point.At), point.Value })]);
        await http.WriteJsonAsync(history, WireJson.Default.History);
    }

    private static (string Count, int Step, DateTime From, DateTime To) Read(QueryReader query, DateTime now)
    {
        var count = query.Text("count");
        if (count is null)
            query.Refuse("count", "is missing: a count of the catalogue");
        else if (!Catalogue.Current.TryGetCount(count, out _))
            query.Refuse("count", "is not a count of the catalogue");
        var step = query.Number("step", UsualStep, 1, LongestStep);
        var to = query.Time("to", now);
        var from = query.Time("from", Align(to - (to - DateTime.UnixEpoch < UsualLength ? TimeSpan.Zero : UsualLength), step));
        if (from > to)
            query.Refuse("from", "must not be after to");
        else if ((to - from).TotalSeconds / step > MostPoints - 1)
            query.Refuse("step", $"gives more than {MostPoints} points; take a longer step or a shorter time");
        return (count ?? "", step, from, to);
    }

    private static long EpochSeconds(DateTime utc) => (long)(utc - DateTime.UnixEpoch).TotalSeconds;

    // A usual question falls on the steps that the grains keep.
    private static DateTime Align(DateTime moment, int step) =>
        moment.AddTicks(-((moment - DateTime.UnixEpoch).Ticks % (step * TimeSpan.TicksPerSecond)));
}
