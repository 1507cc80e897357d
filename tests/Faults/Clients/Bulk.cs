using System.Text;
using System.Text.Json;

namespace GridGrains.Faults;

/// <summary>Sends many reports of one reporter in few calls, each item logged as a send of its own.</summary>
internal static class Bulk
{
    /// <summary>The service takes 2,000 observations in a call; a report here has five at most, and a body may have 256 KiB.</summary>
    private const int ReportsInACall = 250;

    private const int CallsAtOnce = 4;

    /// <summary>Sends all of them, in about this order, and throws if one is not acknowledged.</summary>
    public static async Task SendAsync(Target target, ClientLog log, IEnumerable<Sending> reports, CancellationToken cancellation)
    {
        using var steward = target.Client(target.Tokens.Issue("reporter-0", "reporter", FaultCity.Root), timeout: TimeSpan.FromMinutes(1));
        var calls = reports.Chunk(ReportsInACall).SelectMany(c => c.GroupBy(r => r.Ledger.Campaign).Select(g => (Campaign: g.Key, Reports: g.ToArray())));
        await Parallel.ForEachAsync(
            calls, new ParallelOptions { MaxDegreeOfParallelism = CallsAtOnce, CancellationToken = cancellation }, async (call, token) => await CallAsync(steward, log, call.Campaign, call.Reports, token));
    }

    private static async Task CallAsync(HttpClient steward, ClientLog log, string campaign, Sending[] reports, CancellationToken cancellation)
    {
        var sends = reports.Select(log.Invoke).ToArray();
        using var content = new StringContent($"[{string.Join(',', reports.Select(Item))}]", Encoding.UTF8, "application/json");
        using var answer = await steward.PostAsync(new Uri($"api/campaigns/{campaign}/reports", UriKind.Relative), content, cancellation);
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"a bulk call was answered {(int)answer.StatusCode}: {text}");
        using var json = JsonDocument.Parse(text);
        foreach (var (send, item) in sends.Zip(json.RootElement.EnumerateArray()))
            send.Ok(Phones.ReadReceipt(item) ?? throw new InvalidOperationException($"an item of a bulk call was answered {item}"));
    }

    private static string Item(Sending report) => $$"""{"place":"{{report.Ledger.Place}}",{{report.Json[1..]}}""";
}
