using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace GridGrains.Faults;

/// <summary>Issues tokens by a service's key (HS256), for as many reporters as there are.</summary>
internal sealed class Tokens(byte[] key)
{
    private static readonly TimeSpan Ttl = TimeSpan.FromDays(2);

    /// <summary>By the key that a data directory keeps.</summary>
    public static async Task<Tokens> OfDirectoryAsync(string data, CancellationToken cancellation) =>
        new(Convert.FromBase64String((await File.ReadAllTextAsync(Path.Combine(data, "token.key"), cancellation)).Trim()));

    /// <summary>A token for everything at and below a place.</summary>
    public string Issue(string subject, string role, string place)
    {
        var now = TimeProvider.System.GetUtcNow();
        var head = Part(new { alg = "HS256", typ = "JWT" });
        var body = Part(new
        {
            iss = "gridgrains-local",
            aud = "gridgrains",
            sub = subject,
            role,
            place,
            iat = now.ToUnixTimeSeconds(),
            nbf = now.AddMinutes(-1).ToUnixTimeSeconds(),
            exp = (now + Ttl).ToUnixTimeSeconds(),
        });
        var signed = $"{head}.{body}";
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Part<T>(T value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));
}
