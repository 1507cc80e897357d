using System.Collections.Concurrent;

namespace GridGrains.Cli;

/// <summary>Sends reports in their order by several connections at once, each when it is due.</summary>
internal sealed class Sender(Api api, Func<string, Pace> paceOf, int clients)
{
    private readonly ConcurrentDictionary<(string Campaign, PlaceId Leaf), long> sequences = new();
    private int sent;
    private int duplicates;

    /// <summary>How many have been acknowledged.</summary>
    public int Sent => Volatile.Read(ref sent);

    /// <summary>How many of them the service had recorded before.</summary>
    public int Duplicates => Volatile.Read(ref duplicates);

    /// <summary>How many reports a campaign's leaves contain at least, by the receipts: what the root's version must reach.</summary>
    public long Recorded(string campaign) => sequences.Where(s => s.Key.Campaign == campaign).Sum(s => s.Value);

    /// <summary>Ends when every report is acknowledged, or with the first one that is refused.</summary>
    public Task SendAsync(IEnumerable<PlannedReport> reports, CancellationToken cancellation) =>
        Parallel.ForEachAsync(
            reports,
            new ParallelOptions { MaxDegreeOfParallelism = clients, CancellationToken = cancellation },
            (report, stopping) => new ValueTask(SendAsync(report, stopping)));

    private async Task SendAsync(PlannedReport report, CancellationToken cancellation)
    {
        var pace = paceOf(report.Campaign);
        while (true)
        {
            await pace.UntilAsync(report.Due, cancellation);
            try
            {
                var receipt = await api.ReportAsync(report, cancellation);
                // By where it was counted: the place it was sent to may have been moved, merged or split since.
                sequences.AddOrUpdate((report.Campaign, PlaceId.Parse(receipt.Place)), receipt.Sequence, (_, known) => Math.Max(known, receipt.Sequence));
                Interlocked.Increment(ref sent);
                if (receipt.IsDuplicate)
                    Interlocked.Increment(ref duplicates);
                return;
            }
            catch (ApiRefusal refusal) when (pace.LearnFrom(refusal.Problem))
            {
                // The drill's clock is not there yet; now it is known when it will be.
            }
        }
    }
}
