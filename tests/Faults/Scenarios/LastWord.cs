namespace GridGrains.Faults;

/// <summary>
/// A leaf gives itself up, because nobody knows the outcome of its last append, while it still owes the area above a report that it has
/// counted. Nobody reports there again and nobody looks after lost messages: it must have said so on its way out.
/// </summary>
internal static class LastWord
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    // A leaf's second report waits half a minute for its turn to go up; the first went at once.
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["RollUp__Interval"] = "00:00:30",
        ["RollUp__SilenceInterval"] = "01:00:00",
        ["Gateway__ReportPatience"] = "00:00:00.600",
    };

    // From now on every commit fails, and at once.
    private const string Refuse = "CREATE TRIGGER refuse BEFORE INSERT ON journal BEGIN SELECT raise(ABORT, 'refused by the harness'); END";

    /// <summary>On SQLite.</summary>
    public static async Task<Outcome> RunAsync(Subject subject, CancellationToken cancellation)
    {
        await using var home = await subject.HomeAsync(Keeper.Sqlite, cancellation, Settings);
        await home.StartAsync(cancellation);
        await FaultCity.ImportAsync(home.Target, cancellation);
        var log = new ClientLog();
        using var phones = new Phones(home.Target, log);
        var leaf = FaultCity.Ledgers[0];
        var reporting = new Reporting(1, [leaf]);
        await CountedAsync(phones, reporting);
        // Only when the area has woken and heard of the first may the second be counted: waking, it asks its leaves itself.
        await SettledAsync(home, log, leaf, cancellation);
        await CountedAsync(phones, reporting);
        await home.Target.Journal.ExecuteAsync(Refuse, cancellation);
        log.Strike();
        var ending = await phones.SendAsync(reporting.Next());
        if (ending != Ending.Unknown)
            throw new InvalidOperationException($"a report that could not be committed was answered {ending}");
        await Wait.UntilAsync("the leaf gives itself up", () => home.Process.Errors.Contains("gives up this activation", StringComparison.Ordinal));
        return Outcome.Of(log, await SettledAsync(home, log, leaf, cancellation));
    }

    // The levels above wait half a minute for their turn too, so only the first is looked at.
    private static async Task<Verdict> SettledAsync(ServedHome home, ClientLog log, Ledger leaf, CancellationToken cancellation)
    {
        var (verdict, recount) = await Judge.CheckJournalAsync(home.Target.Journal, log, cancellation);
        using var live = new LiveTotals(home.Target, recount.Totals());
        var village = leaf with { Place = leaf.Place[..leaf.Place.LastIndexOf('.')] };
        return (verdict with { WrongTotals = await live.SettleAsync([village], Settling, cancellation), Levels = 1, Places = 1 }).Require();
    }

    private static async Task CountedAsync(Phones phones, Reporting reporting)
    {
        if (await phones.SendAsync(reporting.Next()) is var ending and not Ending.Ok)
            throw new InvalidOperationException($"a report was answered {ending}");
    }
}
