using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace GridGrains.Webhooks;

/// <summary>
/// The key that a webhook's messages are signed with, and the signature: HMAC-SHA256 over <c>id.timestamp.body</c>, in base64, as the Standard Webhooks specification has it,
/// so that the libraries for it can check ours.
/// </summary>
internal sealed class WebhookKey
{
    /// <summary>What a secret begins with.</summary>
    public const string Prefix = "whsec_";

    /// <summary>The shortest key, in bytes.</summary>
    public const int Shortest = 24;

    /// <summary>The longest.</summary>
    public const int Longest = 64;

    private readonly byte[] key;

    private WebhookKey(byte[] key) => this.key = key;

    /// <summary>Reads a secret; null if it is none.</summary>
    public static WebhookKey? Of(string? secret)
    {
        if (secret is null || !secret.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        var bytes = new byte[secret.Length];
        return Convert.TryFromBase64String(secret[Prefix.Length..], bytes, out var length) && length is >= Shortest and <= Longest
            ? new WebhookKey(bytes[..length])
            : null;
    }

    /// <summary>Whether a secret has this key.</summary>
    public bool IsOf(string? secret) => Of(secret) is { } other && CryptographicOperations.FixedTimeEquals(key, other.key);

    /// <summary>The value of the header <c>webhook-signature</c>.</summary>
    /// <param name="id">Of the message.</param>
    /// <param name="timestamp">When it is sent, in epoch seconds.</param>
    /// <param name="body">Its bytes.</param>
    public string Sign(string id, long timestamp, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")));
        hash.AppendData(body);
        return "v1," + Convert.ToBase64String(hash.GetHashAndReset());
    }
}
