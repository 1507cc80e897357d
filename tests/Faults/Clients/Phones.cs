using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;

namespace GridGrains.Faults;

/// <summary>Sends reports for a few reporters to any gateway of a service, and logs every send.</summary>
internal sealed class Phones : IDisposable
{
    /// <summary>How many reporters there are.</summary>
    public const int Reporters = 4;

    private readonly ClientLog log;
    private readonly ImmutableArray<ImmutableArray<HttpClient>> clients;

    public Phones(Target target, ClientLog log)
    {
        this.log = log;
        clients = [.. Enumerable.Range(0, Reporters).Select(r => Clients(target, target.Tokens.Issue($"reporter-{r}", "reporter", FaultCity.Root)))];
    }

    /// <summary>Sends a report once and says how that ended.</summary>
    public async Task<Ending> SendAsync(Sending sending, int gateway = 0)
    {
        var call = log.Invoke(sending);
        var ofReporter = clients[sending.Reporter % Reporters];
        try
        {
            using var content = new StringContent(sending.Json, Encoding.UTF8, "application/json");
            var address = new Uri($"api/campaigns/{sending.Ledger.Campaign}/places/{sending.Ledger.Place}/reports", UriKind.Relative);
            using var answer = await ofReporter[gateway % ofReporter.Length].PostAsync(address, content, CancellationToken.None);
            var body = await answer.Content.ReadAsByteArrayAsync(CancellationToken.None);
            return End(call, answer.StatusCode, body);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            call.Unknown(0);
            return Ending.Unknown;
        }
    }

    public void Dispose()
    {
        foreach (var client in clients.SelectMany(c => c))
            client.Dispose();
    }

    /// <summary>Reads a receipt; null if it is none.</summary>
    public static Receipt? ReadReceipt(JsonElement json) => json.TryGetProperty("sequence", out var sequence)
        ? new(sequence.GetInt64(), json.GetProperty("status").GetString() == "recorded", json.GetProperty("applied").GetInt32(), json.GetProperty("superseded").GetInt32())
        : null;

    private static ImmutableArray<HttpClient> Clients(Target target, string token) => [.. target.Gateways.Select((_, g) => target.Client(token, g))];

    // 429 and 5xx leave it open; whoever gets them sends again.
    private static Ending End(ClientLog.Call call, HttpStatusCode status, byte[] body)
    {
        var code = (int)status;
        if (status == HttpStatusCode.OK)
        {
            using var json = JsonDocument.Parse(body);
            call.Ok(ReadReceipt(json.RootElement) ?? throw new InvalidDataException($"no receipt: {Encoding.UTF8.GetString(body)}"));
            return Ending.Ok;
        }
        if (code is >= 400 and < 500 and not 429 and not 408)
        {
            call.Refused(code);
            return Ending.Refused;
        }
        call.Unknown(code);
        return Ending.Unknown;
    }
}
