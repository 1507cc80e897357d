using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using GridGrains.Bench.Ingest;

namespace GridGrains.Bench.FanOut;

/// <summary>GridGrains as its users run it; places change because reports come in.</summary>
internal sealed class GridGrainsPusher : IPusher
{
    private const string Observed = "2022-10-06T09:12:31Z";

    private static readonly string[] Series =
        ["tests.sampled", "tests.exempt", "tests.resulted", "households.canvassed", "residents.registered", "duty.cadre", "duty.volunteer", "screening.persons"];

    private readonly HttpClient http;
    private readonly PushLoad load;
    private ServedProcess service;
    private long reports;

    private GridGrainsPusher(ServedProcess service, PushLoad load, string token)
    {
        this.service = service;
        this.load = load;
        Token = token;
        http = new HttpClient { BaseAddress = service.Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public string Name => "GridGrains";

    public IPEndPoint Address => new(IPAddress.Loopback, service.Url.Port);

    public Process Process => service.Process;

    public string Token { get; private set; }

    /// <summary>The version of each place, once every report is acknowledged.</summary>
    public long LastVersion => Volatile.Read(ref reports);

    public long? Changes => LastVersion;

    /// <summary>Told of each change when it is acknowledged, if there is one change at a time.</summary>
    public Action<long>? Acknowledged { get; set; }

    public static async Task<GridGrainsPusher> StartAsync(PushLoad load, IReadOnlyDictionary<string, string> settings, CancellationToken cancellation, int changesAtOnce = 4)
    {
        var service = await ServedProcess.StartAsync(ServedProcess.NewDirectory(), null, cancellation, settings);
        var pusher = new GridGrainsPusher(service, load, await service.TokenAsync(BenchCity.Root, cancellation)) { ChangesAtOnce = changesAtOnce };
        await BenchCity.PutAsync(pusher.http, cancellation);
        await pusher.ReportAsync(load.Places, withObservations: true, cancellation);
        return pusher;
    }

    /// <summary>The snapshot of a place, as its clients get it.</summary>
    public Task<string> SnapshotAsync(string place, CancellationToken cancellation) =>
        http.GetStringAsync(new Uri($"/api/campaigns/{BenchCity.Campaign}/places/{place}", UriKind.Relative), cancellation);

    /// <summary>How many changes are on their way at once, so that none waits for another to be durable.</summary>
    public int ChangesAtOnce { get; init; } = 4;

    public Task ChangeAsync(CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, ChangesAtOnce).Select(n => ChangeOneByOneAsync(n, stop)));

    private async Task ChangeOneByOneAsync(int number, CancellationToken stop)
    {
        // A little more often than a place may be sent, and evenly, so that there is always something new.
        var pause = load.Interval * 0.8;
        try
        {
            await Task.Delay(pause * number, stop);
            using var timer = new PeriodicTimer(pause * ChangesAtOnce);
            do
            {
                await ReportAsync(load.Places, withObservations: false, stop);
                Acknowledged?.Invoke(LastVersion);
            }
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
    }

    /// <summary>Kills the service and starts it again at the same address; ends when it is ready.</summary>
    public async Task RestartAsync(CancellationToken cancellation) => service = await service.RestartAsync(PushLoad.Runtime, cancellation);

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await service.DisposeAsync();
    }

    // A report without observations is the cheapest change: it has been reported, and the version says so.
    private async Task ReportAsync(IReadOnlyList<string> places, bool withObservations, CancellationToken cancellation)
    {
        var body = new StringBuilder("[");
        foreach (var place in places)
        {
            var observations = withObservations
                ? string.Join(',', Series.Select((series, n) => $$"""{"series":"{{series}}","subject":"S{{n}}","value":1,"at":"{{Observed}}"}"""))
                : "";
            body.Append(body.Length > 1 ? "," : "").Append($$"""{"place":"{{place}}","reportId":"{{Guid.CreateVersion7()}}","observations":[{{observations}}]}""");
        }
        using var content = new StringContent(body.Append(']').ToString(), Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri($"/api/campaigns/{BenchCity.Campaign}/reports", UriKind.Relative), content, cancellation);
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        if (!answer.IsSuccessStatusCode || text.Contains("urn:gridgrains", StringComparison.Ordinal))
            throw new InvalidDataException(text);
        Interlocked.Increment(ref reports);
    }
}
