using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace GridGrains.Cli;

/// <summary>The service as the command line uses it. Every call may be made again, so every call is patient; a refusal is an <see cref="ApiRefusal"/>.</summary>
internal sealed class Api : IDisposable
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(30);
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly MediaTypeHeaderValue Csv = new("text/csv", "utf-8");

    private readonly HttpClient http;
    private readonly Patience patience;

    public Api(Uri url, string token, int connections, TimeProvider time)
    {
        var handler = new SocketsHttpHandler { MaxConnectionsPerServer = connections, UseProxy = false };
        http = new HttpClient(handler) { BaseAddress = url, Timeout = CallTimeout };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        patience = new Patience(http, time);
    }

    /// <summary>Sends a report.</summary>
    public Task<ReceiptView> ReportAsync(PlannedReport report, CancellationToken cancellation) =>
        SendAsync<ReceiptView>(HttpMethod.Post, $"{Ledger(report.Campaign, report.Place.Value)}/reports", report.Body, Json, cancellation);

    /// <summary>The present counts of a place.</summary>
    public Task<SnapshotView> SnapshotAsync(string campaign, string place, CancellationToken cancellation) =>
        GetAsync<SnapshotView>(Ledger(campaign, place), cancellation);

    /// <summary>A place and its children from one moment.</summary>
    public Task<FamilyView> ChildrenAsync(string campaign, string place, CancellationToken cancellation) =>
        GetAsync<FamilyView>($"{Ledger(campaign, place)}/children", cancellation);

    /// <summary>A recount of a place from the journal.</summary>
    public Task<AuditView> AuditAsync(string campaign, string place, CancellationToken cancellation) =>
        GetAsync<AuditView>($"{Ledger(campaign, place)}/audit", cancellation);

    /// <summary>All listed places at and below one, page by page.</summary>
    public async Task<List<PlaceView>> PlacesAsync(string root, CancellationToken cancellation)
    {
        var places = new List<PlaceView>();
        for (string? after = ""; after is not null;)
        {
            var page = await GetAsync<PlacePageView>($"api/places?root={root}{after}", cancellation);
            places.AddRange(page.Places);
            after = page.Next is null ? null : $"&after={page.Next}";
        }
        return places;
    }

    /// <summary>A campaign, or null if there is none of this name.</summary>
    public async Task<CampaignView?> CampaignAsync(string campaign, CancellationToken cancellation)
    {
        try
        {
            return await GetAsync<CampaignView>($"api/campaigns/{campaign}", cancellation);
        }
        catch (ApiRefusal refusal) when (refusal.Problem.Status == (int)HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Creates or changes a campaign.</summary>
    public Task PutCampaignAsync(PlannedCampaign campaign, CancellationToken cancellation) =>
        SendAsync<JsonElement>(
            HttpMethod.Put, $"api/campaigns/{campaign.Id}", JsonSerializer.SerializeToUtf8Bytes(campaign.Body), Json, cancellation);

    /// <summary>Closes a campaign: nothing more is counted in it.</summary>
    public Task CloseCampaignAsync(string campaign, CancellationToken cancellation) =>
        SendAsync<JsonElement>(HttpMethod.Post, $"api/campaigns/{campaign}/close", ReadOnlyMemory<byte>.Empty, Json, cancellation);

    /// <summary>Adds and changes places (<c>api/places</c>) or posts (<c>api/posts</c>).</summary>
    public Task PutCsvAsync(string what, ReadOnlyMemory<byte> csv, CancellationToken cancellation) =>
        SendAsync<JsonElement>(HttpMethod.Put, what, csv, Csv, cancellation);

    public void Dispose() => http.Dispose();

    private static string Ledger(string campaign, string place) => $"api/campaigns/{campaign}/places/{place}";

    private async Task<T> GetAsync<T>(string path, CancellationToken cancellation)
    {
        using var response = await patience.SendAsync(() => new HttpRequestMessage(HttpMethod.Get, path), cancellation);
        return await ReadAsync<T>(response, cancellation);
    }

    private async Task<T> SendAsync<T>(
        HttpMethod method, string path, ReadOnlyMemory<byte> body, MediaTypeHeaderValue type, CancellationToken cancellation)
    {
        using var response = await patience.SendAsync(
            () => new HttpRequestMessage(method, path) { Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = type } } }, cancellation);
        return await ReadAsync<T>(response, cancellation);
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken cancellation) =>
        response.IsSuccessStatusCode
            ? (await response.Content.ReadFromJsonAsync<T>(cancellation))!
            : throw new ApiRefusal(await Problem.ReadAsync(response, cancellation));
}
