using System.Diagnostics;
using System.Text.Json;

namespace GridGrains.Faults;

/// <summary>Compares what a service shows at every place with what it must show, and waits for it to settle.</summary>
internal sealed class LiveTotals : IDisposable
{
    private const int AtOnce = 8;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly HttpClient viewer;
    private readonly IReadOnlyDictionary<Ledger, Total> expected;

    /// <param name="target">The service.</param>
    /// <param name="expected">What every place must show; a place that is missing must show nothing.</param>
    /// <param name="gateway">Which address to ask.</param>
    public LiveTotals(Target target, IReadOnlyDictionary<Ledger, Total> expected, int gateway = 0)
    {
        viewer = target.Client(target.Tokens.Issue("auditor", "viewer", FaultCity.Root), gateway);
        this.expected = expected;
    }

    public void Dispose() => viewer.Dispose();

    /// <summary>Looks at these places until all are right, or says what is wrong with those that did not come right in time.</summary>
    public async Task<IReadOnlyList<string>> SettleAsync(IEnumerable<Ledger> places, TimeSpan patience, CancellationToken cancellation)
    {
        var begun = Stopwatch.GetTimestamp();
        var left = places.ToList();
        while (true)
        {
            var wrong = await LookAsync(left, cancellation);
            if (wrong.Count == 0 || Stopwatch.GetElapsedTime(begun) > patience)
                return [.. wrong.Select(w => w.Difference)];
            left = [.. wrong.Select(w => w.Place)];
            await Task.Delay(Pause, TimeProvider.System, cancellation);
        }
    }

    private async Task<List<(Ledger Place, string Difference)>> LookAsync(List<Ledger> places, CancellationToken cancellation)
    {
        var differences = new string?[places.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, places.Count),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (i, token) => differences[i] = await DifferenceAsync(places[i], token));
        return [.. places.Zip(differences).Where(p => p.Second is not null).Select(p => (p.First, p.Second!))];
    }

    private async Task<string?> DifferenceAsync(Ledger place, CancellationToken cancellation)
    {
        try
        {
            var address = $"api/campaigns/{place.Campaign}/places/{place.Place}";
            using var alone = JsonDocument.Parse(await viewer.GetStringAsync(new Uri(address, UriKind.Relative), cancellation));
            using var family = JsonDocument.Parse(await viewer.GetStringAsync(new Uri($"{address}/children", UriKind.Relative), cancellation));
            return Difference(alone.RootElement, "")
                ?? Difference(family.RootElement.GetProperty("snapshot"), " with its children")
                ?? family.RootElement.GetProperty("children").EnumerateArray().Select(c => Difference(c, $" among the children of {place.Place}")).FirstOrDefault(d => d is not null);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            return $"{place.Campaign}/{place.Place} does not answer: {e.Message}";
        }
    }

    private string? Difference(JsonElement snapshot, string where)
    {
        var ledger = new Ledger(snapshot.GetProperty("campaign").GetString()!, snapshot.GetProperty("place").GetString()!);
        var must = expected.GetValueOrDefault(ledger) ?? new Total();
        var version = snapshot.GetProperty("version").GetInt64();
        var name = $"{ledger.Campaign}/{ledger.Place}{where}";
        if (version != must.Version)
            return $"{name} has version {version}, the journal {must.Version} rows";
        var shown = snapshot.GetProperty("counts").EnumerateObject().Where(c => Measures.Counts.Contains(c.Name)).ToDictionary(c => c.Name, c => c.Value.GetInt64());
        foreach (var count in shown.Keys.Union(must.Counts.Select(c => c.Key)))
        {
            if (shown.GetValueOrDefault(count) != must[count])
                return $"{name} shows {count} {shown.GetValueOrDefault(count)}, the journal gives {must[count]}";
        }
        var children = snapshot.GetProperty("children");
        return children.GetProperty("heard").GetInt32() == children.GetProperty("expected").GetInt32() ? null : $"{name} has not heard all its children";
    }
}
