using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using GridGrains.Bench.Ingest;

namespace GridGrains.Bench.Flood;

/// <summary>
/// Phones report at their pace, each with a token of its own, while one token sends as fast as it is answered: how long the phones wait, beside how long
/// they wait when nobody floods, and when nothing limits a token. A report is late from when it was due, not from when it could be sent.
/// </summary>
internal static class FloodBench
{
    private const int Phones = 20;
    private const int ReportsPerSecond = 15;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);

    private static readonly Dictionary<string, string> NoLimits = new()
    {
        ["Gateway__ReportsPerSecond"] = "0",
        ["Gateway__SharedReportsPerSecond"] = "0",
        ["Gateway__PlaceReportsPerSecond"] = "0",
    };

    public static async Task<int> RunAsync(int connections, TimeSpan length, int rounds, CancellationToken cancellation)
    {
        var rows = new List<Row>();
        await using (var service = await StartAsync(null, cancellation))
        {
            var tokens = await TokensAsync(service, cancellation);
            for (var round = 0; round < rounds; round++)
            {
                rows.Add(await MeasureAsync("nobody floods", service, tokens, 0, length, cancellation));
                rows.Add(await MeasureAsync("a token floods", service, tokens, connections, length, cancellation));
            }
        }
        await using (var service = await StartAsync(NoLimits, cancellation))
        {
            var tokens = await TokensAsync(service, cancellation);
            for (var round = 0; round < rounds; round++)
                rows.Add(await MeasureAsync("a token floods, no limits", service, tokens, connections, length, cancellation));
        }
        var (normal, flooded) = (Median(rows, "nobody floods"), Median(rows, "a token floods"));
        rows.Add(new("flooded against normal", Math.Round(flooded / normal, 2), "x", new Dictionary<string, double> { ["must"] = 2 }));
        await Result.KeepAsync("flood", rows);
        return flooded < 2 * normal ? 0 : 1;
    }

    private static async Task<ServedProcess> StartAsync(Dictionary<string, string>? settings, CancellationToken cancellation)
    {
        var service = await ServedProcess.StartAsync(ServedProcess.NewDirectory(), null, cancellation, settings);
        using var http = new HttpClient { BaseAddress = service.Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await service.TokenAsync(BenchCity.Root, cancellation));
        await BenchCity.PutAsync(http, cancellation);
        return service;
    }

    // One for each phone, and the flooder's.
    private static async Task<string[]> TokensAsync(ServedProcess service, CancellationToken cancellation)
    {
        var tokens = new string[Phones + 1];
        for (var i = 0; i < tokens.Length; i++)
            tokens[i] = await service.TokenAsync(BenchCity.Root, cancellation, "reporter");
        return tokens;
    }

    private static async Task<Row> MeasureAsync(string name, ServedProcess service, string[] tokens, int connections, TimeSpan length, CancellationToken cancellation)
    {
        var (latencies, tally, ofPhones) = (new Latencies(), new Tally(), new Tally());
        var server = new IPEndPoint(IPAddress.Loopback, service.Url.Port);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        stop.CancelAfter(WarmUp + length);
        var begun = Stopwatch.GetTimestamp();
        var phones = Enumerable.Range(0, Phones).Select(n => ReportAsync(server, tokens[n], n, ofPhones, latencies, () => Stopwatch.GetElapsedTime(begun) > WarmUp, stop.Token));
        var floods = Enumerable.Range(0, connections).Select(n => FloodAsync(server, tokens[^1], n, tally, stop.Token));
        await Task.WhenAll([.. phones, .. floods]);
        var row = new Row(name, latencies.Percentile(0.99), "ms p99 of the phones", new Dictionary<string, double>
        {
            ["median"] = latencies.Percentile(0.5),
            ["phonesReports"] = latencies.Total,
            ["phonesRefused"] = ofPhones.Refused + ofPhones.Otherwise,
            ["floodServed"] = tally.Served,
            ["floodToldToSlowDown"] = tally.Refused,
            ["floodOtherwise"] = tally.Otherwise,
            ["load"] = double.Parse((await File.ReadAllTextAsync("/proc/loadavg", cancellation)).Split(' ')[0], CultureInfo.InvariantCulture),
        });
        Console.WriteLine($"{name}: p99 {row.Value:0.0} ms, {string.Join(", ", row.Details.Select(d => string.Create(CultureInfo.InvariantCulture, $"{d.Key} {d.Value:0.0}")))}");
        return row;
    }

    private static async Task FloodAsync(IPEndPoint server, string token, int number, Tally tally, CancellationToken stop)
    {
        var templates = Templates(token);
        using var connection = new ReportConnection();
        await connection.ConnectAsync(server, CancellationToken.None);
        for (long n = number; !stop.IsCancellationRequested; n += 1_000)
            tally.Add(await connection.SendAsync(templates[n % templates.Length].Report(n)));
    }

    private static async Task ReportAsync(IPEndPoint server, string token, int number, Tally phones, Latencies latencies, Func<bool> measuring, CancellationToken stop)
    {
        var templates = Templates(token);
        using var connection = new ReportConnection();
        await connection.ConnectAsync(server, CancellationToken.None);
        var interval = TimeSpan.FromSeconds(1.0 / ReportsPerSecond);
        var due = Stopwatch.GetTimestamp() + (long)(Random.Shared.NextDouble() * interval.TotalSeconds * Stopwatch.Frequency);
        for (long n = 1_000_000L * (number + 1); !stop.IsCancellationRequested; n++, due += (long)(interval.TotalSeconds * Stopwatch.Frequency))
        {
            var from = due;
            if (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) is { Ticks: > 0 } early)
            {
                await Task.Delay(early, CancellationToken.None);
                // That a timer wakes late is not the service's fault; that the answer before came late is.
                from = Stopwatch.GetTimestamp();
            }
            var status = await connection.SendAsync(templates[n % templates.Length].Report(n));
            phones.Add(status);
            if (measuring())
                latencies.Add(Stopwatch.GetElapsedTime(from));
        }
    }

    private static ReportTemplate[] Templates(string token) =>
        [.. BenchCity.Grids.Take(100).Select(g => new ReportTemplate($"/api/campaigns/{BenchCity.Campaign}/places/{g}/reports", token))];

    private static double Median(IEnumerable<Row> rows, string contender)
    {
        var values = rows.Where(r => r.Contender == contender).Select(r => r.Value).Order().ToArray();
        return values[values.Length / 2];
    }

    private sealed class Tally
    {
        private long served;
        private long refused;
        private long otherwise;

        public long Served => served;

        public long Refused => refused;

        public long Otherwise => otherwise;

        public void Add(int status) => Interlocked.Increment(ref status == 200 ? ref served : ref status == 429 ? ref refused : ref otherwise);
    }
}
