using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace GridGrains.Webhooks;

/// <summary>
/// Makes one attempt to send a message, signed. It follows no redirect, reads no answer but its status, keeps no cookies, and connects only to addresses that
/// <see cref="WebhookAddress"/> allows, which are looked at after the name was resolved and right before they are used.
/// </summary>
internal sealed class WebhookSender : IDisposable
{
    /// <summary>The message's id, the same for every attempt.</summary>
    public const string IdHeader = "webhook-id";

    /// <summary>When the attempt was made, in epoch seconds.</summary>
    public const string TimestampHeader = "webhook-timestamp";

    /// <summary>The signature of id, timestamp and body.</summary>
    public const string SignatureHeader = "webhook-signature";

    private static readonly MediaTypeHeaderValue Json = new("application/json", "utf-8");

    private readonly HttpClient http;
    private readonly WebhookAddress addresses;
    private readonly TimeProvider time;
    private readonly TimeSpan timeout;

    public WebhookSender(WebhookAddress addresses, IOptions<WebhookOptions> options, TimeProvider time)
    {
        (this.addresses, this.time) = (addresses, time);
        timeout = options.Value.Timeout;
        http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectCallback = ConnectAsync,
            MaxResponseHeadersLength = 16,
            MaxResponseDrainSize = 16 * 1024,
            // A name may be moved to another address.
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("GridGrains", "1"));
    }

    /// <summary>Sends a message; null when the other system has it, or what came instead. Fails only where the caller ends the wait.</summary>
    public async Task<WebhookFailure?> SendAsync(Webhook webhook, WebhookKey key, WebhookMessage message, CancellationToken cancellation)
    {
        // The configuration may have changed since it was registered.
        if (addresses.Refuse(webhook.Url) is { } refused)
            return new($"the address {refused}");
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            using var request = Request(webhook, key, message);
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return answer.IsSuccessStatusCode ? null : new($"answered {(int)answer.StatusCode}", RetryAfter(answer));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new(string.Create(CultureInfo.InvariantCulture, $"no answer within {timeout.TotalSeconds} s"));
        }
        catch (HttpRequestException e)
        {
            return new(e.HttpRequestError switch
            {
                HttpRequestError.NameResolutionError => "the host's name is not known",
                HttpRequestError.SecureConnectionError => "no trusted TLS connection",
                HttpRequestError.ConnectionError => "no connection",
                _ => "the connection broke",
            });
        }
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private HttpRequestMessage Request(Webhook webhook, WebhookKey key, WebhookMessage message)
    {
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url) { Content = new ByteArrayContent(message.Body) };
        request.Content.Headers.ContentType = Json;
        request.Headers.Add(IdHeader, message.Id);
        request.Headers.Add(TimestampHeader, timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(SignatureHeader, key.Sign(message.Id, timestamp, message.Body));
        return request;
    }

    private TimeSpan? RetryAfter(HttpResponseMessage answer) => answer.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow(),
        _ => null,
    };

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var host = context.DnsEndPoint.Host;
        var found = await Dns.GetHostAddressesAsync(host, cancellation);
        var good = found.Where(address => WebhookAddress.MayConnect(host, address)).ToArray();
        if (good.Length == 0)
            throw new HttpRequestException(HttpRequestError.ConnectionError, "none of the host's addresses may be connected to");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(good, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>What came instead of the other system's word that it has a message.</summary>
/// <param name="Why">In a few words, without the address.</param>
/// <param name="RetryAfter">How long the other system asks to be left alone.</param>
internal sealed record WebhookFailure(string Why, TimeSpan? RetryAfter = null);
