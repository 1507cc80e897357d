using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using GridGrains.Bench.Ingest;

namespace GridGrains.Bench.Rules;

/// <summary>
/// What the rules cost: the same load on 15,000 grids of the same service, with all rules and with all of them off, in turn, and what each takes while nothing
/// comes in. Every grid gets a report now and then, so hardly ever do two of them share a look of the rules: nothing is as dear for them.
/// </summary>
internal static class RulesBench
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(int connections, TimeSpan duration, int rounds, CancellationToken cancellation)
    {
        var off = await WriteAllOffAsync(cancellation);
        var rows = new List<Row>();
        try
        {
            foreach (var kind in new[] { "round", "standing" })
            {
                for (var round = 0; round < rounds; round++)
                {
                    bool[] order = round % 2 == 0 ? [true, false] : [false, true];
                    foreach (var rules in order)
                        rows.AddRange(await MeasureAsync(kind, rules ? null : off, connections, duration, cancellation));
                }
            }
        }
        finally
        {
            File.Delete(off);
        }
        await Result.KeepAsync("rules", rows);
        PrintRatios(rows);
        return 0;
    }

    private static async Task<Row[]> MeasureAsync(string kind, string? off, int connections, TimeSpan duration, CancellationToken cancellation)
    {
        var settings = off is null ? new Dictionary<string, string>() : new() { ["Rules__File"] = off };
        await using var service = await ServedProcess.StartAsync(ServedProcess.NewDirectory(), null, cancellation, settings);
        var token = await service.TokenAsync(RuleCity.Root, cancellation);
        using var http = new HttpClient { BaseAddress = service.Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        await RuleCity.PutAsync(http, kind, cancellation);

        var address = new IPEndPoint(IPAddress.Loopback, service.Url.Port);
        var running = Enumerable.Range(0, connections).Select(n => new LoadConnection(address, Leaves(kind, token, n, connections), n, connections)).ToList();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var (latencies, measuring) = (new Latencies(), false);
        var tasks = running.Select(c => Task.Run(() => c.RunAsync(latencies, () => Volatile.Read(ref measuring), stop.Token), cancellation)).ToList();
        // Each grid has to be awake before anything is measured.
        while (running.Sum(c => c.Acknowledged) < 2 * RuleCity.Grids.Count)
            await Task.Delay(100, cancellation);

        var (before, used, started) = (running.Sum(c => c.Acknowledged), service.ProcessorTime, Stopwatch.GetTimestamp());
        Volatile.Write(ref measuring, true);
        await Task.Delay(duration, cancellation);
        Volatile.Write(ref measuring, false);
        var (observations, seconds) = ((running.Sum(c => c.Acknowledged) - before) * (double)ReportTemplate.Observations, Stopwatch.GetElapsedTime(started).TotalSeconds);
        used = service.ProcessorTime - used;
        await stop.CancelAsync();
        await Task.WhenAll(tasks);
        var alerts = await AlertsAsync(http, kind, cancellation);
        var idle = await IdleAsync(service, duration, cancellation);

        var name = $"{kind}, rules {(off is null ? "on" : "off")}";
        var cost = used.TotalMicroseconds / observations;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {observations / seconds:N0} observations/s, {cost:N2} us of processor time each, p99 {latencies.Percentile(0.99):N1} ms, {alerts} alerts; idle {idle:N2} ms/s"));
        var details = new Dictionary<string, double>
        {
            ["processorMicrosecondsPerObservation"] = Math.Round(cost, 2),
            ["p99Milliseconds"] = Math.Round(latencies.Percentile(0.99), 1),
            ["connections"] = connections,
            ["seconds"] = Math.Round(seconds, 1),
            ["alerts"] = alerts,
            ["load"] = double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture),
        };
        return
        [
            new(name, Math.Round(observations / seconds), "observations/s", details),
            new($"{name}, idle", Math.Round(idle, 2), "ms of processor time a second", new Dictionary<string, double> { ["seconds"] = duration.TotalSeconds }),
        ];
    }

    // Its own grids for each connection, so many that its steps over them come to all.
    private static ReportTemplate[] Leaves(string kind, string token, int connection, int connections)
    {
        var each = RuleCity.Grids.Count / connections;
        while (Greatest(each, connections) != 1)
            each--;
        return [.. RuleCity.Grids.Skip(connection * each).Take(each).Select(g => new ReportTemplate($"/api/campaigns/{kind}/places/{g}/reports", token))];
    }

    private static int Greatest(int a, int b) => b == 0 ? a : Greatest(b, a % b);

    private static async Task<double> IdleAsync(ServedProcess service, TimeSpan duration, CancellationToken cancellation)
    {
        await Task.Delay(Settling, cancellation);
        var (before, started) = (service.ProcessorTime, Stopwatch.GetTimestamp());
        await Task.Delay(duration, cancellation);
        return (service.ProcessorTime - before).TotalMilliseconds / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task<long> AlertsAsync(HttpClient http, string kind, CancellationToken cancellation)
    {
        using var snapshot = JsonDocument.Parse(await http.GetStringAsync(new Uri($"/api/campaigns/{kind}/places/{RuleCity.Root}", UriKind.Relative), cancellation));
        var alerts = snapshot.RootElement.GetProperty("alerts");
        return alerts.GetProperty("critical").GetInt64() + alerts.GetProperty("warning").GetInt64();
    }

    // A rules' file by which every rule of the program rests.
    private static async Task<string> WriteAllOffAsync(CancellationToken cancellation)
    {
        var own = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Result.Repository, "src", "Grains", "Rules", "rules.json"), cancellation))!;
        var rules = own["rules"]!.AsArray().Select(rule => new JsonObject { ["code"] = rule!["code"]!.GetValue<string>(), ["off"] = true });
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, new JsonObject { ["rules"] = new JsonArray([.. rules]) }.ToJsonString(), cancellation);
        return file;
    }

    private static void PrintRatios(List<Row> rows)
    {
        foreach (var kind in new[] { "round", "standing" })
        {
            var cost = Median(rows, $"{kind}, rules on", Cost) / Median(rows, $"{kind}, rules off", Cost);
            var rate = Median(rows, $"{kind}, rules on", r => r.Value) / Median(rows, $"{kind}, rules off", r => r.Value);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind}: with the rules {rate:P1} of the rate without them, {cost:P1} of its processor time for an observation"));
        }
    }

    private static double Cost(Row row) => row.Details["processorMicrosecondsPerObservation"];

    private static double Median(List<Row> rows, string name, Func<Row, double> of)
    {
        var values = rows.Where(r => r.Contender == name).Select(of).Order().ToList();
        return values.Count == 0 ? 0 : (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
    }
}
