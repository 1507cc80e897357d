using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace GridGrains.Client;

/// <summary>A GridGrains service over HTTP and its hub. May be used from several threads at once.</summary>
public sealed class GridGrainsClient : IDisposable
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly HttpClient http;
    private readonly Func<CancellationToken, ValueTask<string>> token;

    /// <summary>A client that asks for its token before every request and every connection.</summary>
    /// <param name="address">Scheme, host and port of the service.</param>
    /// <param name="token">Answers with the present token.</param>
    /// <param name="time">The clock of pauses.</param>
    public GridGrainsClient(Uri address, Func<CancellationToken, ValueTask<string>> token, TimeProvider? time = null)
    {
        this.token = token;
        Address = address;
        Time = time ?? TimeProvider.System;
        http = new HttpClient { BaseAddress = address, Timeout = Timeout };
    }

    /// <summary>A client with one token.</summary>
    public GridGrainsClient(Uri address, string token, TimeProvider? time = null)
        : this(address, _ => ValueTask.FromResult(token), time)
    {
    }

    /// <summary>Where the service is.</summary>
    public Uri Address { get; }

    internal TimeProvider Time { get; }

    /// <summary>The campaigns that the token may see.</summary>
    /// <exception cref="RefusedException">The service said no, as by every method.</exception>
    public Task<IReadOnlyList<Campaign>> CampaignsAsync(CancellationToken cancellation = default) => GetAsync<IReadOnlyList<Campaign>>("api/campaigns", cancellation);

    /// <summary>The present counts of a place.</summary>
    public Task<Snapshot> SnapshotAsync(string campaign, string place, CancellationToken cancellation = default) => GetAsync<Snapshot>(Ledger(campaign, place), cancellation);

    /// <summary>A place and its children, from one moment.</summary>
    public Task<Family> ChildrenAsync(string campaign, string place, CancellationToken cancellation = default) =>
        GetAsync<Family>($"{Ledger(campaign, place)}/children", cancellation);

    /// <summary>Anything else that the contract has to read, as the type that it is read into.</summary>
    /// <param name="path">Without a leading slash, as in <c>api/catalogue</c>.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    public async Task<T> GetAsync<T>(string path, CancellationToken cancellation = default)
    {
        using var answer = await SendAsync(HttpMethod.Get, path, null, cancellation).ConfigureAwait(false);
        return (await answer.Content.ReadFromJsonAsync<T>(Json, cancellation).ConfigureAwait(false))!;
    }

    /// <summary>Reports to a grid or desk, now. May be sent again with the same id and content, and is counted once; an <see cref="Outbox"/> does so by itself.</summary>
    public async Task<Receipt> ReportAsync(string campaign, string place, Guid reportId, IReadOnlyList<Observation> observations, CancellationToken cancellation = default)
    {
        using var answer = await SendAsync(HttpMethod.Post, $"{Ledger(campaign, place)}/reports", new { reportId, observations }, cancellation).ConfigureAwait(false);
        return (await answer.Content.ReadFromJsonAsync<Receipt>(Json, cancellation).ConfigureAwait(false))!;
    }

    /// <summary>Watches places for ever: through lost connections, restarts and new tokens. The first of each is its present snapshot; versions of a place never fall.</summary>
    /// <remarks>Who is slow gets the newest of each place and skips what came between.</remarks>
    public IAsyncEnumerable<Snapshot> WatchAsync(string campaign, IReadOnlyList<string> places, CancellationToken cancellation = default) =>
        new Watch(this, campaign, places).RunAsync(cancellation);

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    internal async ValueTask<Uri> HubAddressAsync(CancellationToken cancellation) => new UriBuilder(Address)
    {
        Scheme = Address.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs,
        Path = "/hub",
        Query = $"access_token={Uri.EscapeDataString(await token(cancellation).ConfigureAwait(false))}",
    }.Uri;

    // Each item of the answer is a receipt or a problem.
    internal async Task<JsonElement[]> ReportAllAsync(string campaign, IReadOnlyList<OutboxEntry> entries, CancellationToken cancellation)
    {
        var body = entries.Select(e => new { e.Place, e.ReportId, e.Observations });
        using var answer = await SendAsync(HttpMethod.Post, $"api/campaigns/{Uri.EscapeDataString(campaign)}/reports", body, cancellation).ConfigureAwait(false);
        return (await answer.Content.ReadFromJsonAsync<JsonElement[]>(Json, cancellation).ConfigureAwait(false))!;
    }

    private static string Ledger(string campaign, string place) => $"api/campaigns/{Uri.EscapeDataString(campaign)}/places/{Uri.EscapeDataString(place)}";

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body, body.GetType(), options: Json) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await token(cancellation).ConfigureAwait(false));
        var answer = await http.SendAsync(request, cancellation).ConfigureAwait(false);
        if (answer.IsSuccessStatusCode)
            return answer;
        using (answer)
            throw new RefusedException(await ReadProblemAsync(answer, cancellation).ConfigureAwait(false)) { RetryAfter = answer.Headers.RetryAfter?.Delta };
    }

    private static async Task<Problem> ReadProblemAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        var status = (int)answer.StatusCode;
        try
        {
            var problem = await answer.Content.ReadFromJsonAsync<Problem>(Json, cancellation).ConfigureAwait(false);
            return problem is null ? new(null, answer.ReasonPhrase, status, null, null) : problem with { Status = status };
        }
        catch (JsonException)
        {
            // Something between here and the service answered, as a network's login page does.
            return new(null, answer.ReasonPhrase, status, null, null);
        }
    }
}
