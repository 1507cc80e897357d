using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace GridGrains.Gateway;

/// <summary>Who issues tokens: an OIDC authority, a configured key or, with neither, the key made at first start. Section <c>Auth</c>.</summary>
public sealed class AuthOptions
{
    /// <summary>Where they are in the configuration.</summary>
    public const string Section = "Auth";

    /// <summary>The shortest key for HS256, in bytes (RFC 7518, 3.2).</summary>
    public const int ShortestKey = 32;

    /// <summary>Address of an OIDC authority, for production; empty is none.</summary>
    public string Authority { get; set; } = "";

    /// <summary>Base64 of a key of at least 32 bytes for HS256; empty is none.</summary>
    public string Key { get; set; } = "";

    /// <summary>The issuer that tokens by <see cref="Key"/> must name.</summary>
    public string Issuer { get; set; } = LocalKey.Issuer;

    /// <summary>File with the ids of revoked tokens or subjects, one a line; empty is <c>revoked</c> in the data directory. It may be missing.</summary>
    public string RevokedFile { get; set; } = "";

    /// <summary>How far the clocks of issuer and service may be apart.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);
}

/// <summary>Says in a sentence what is wrong with <see cref="AuthOptions"/>. A key is never repeated.</summary>
internal sealed class AuthOptionsRules : IValidateOptions<AuthOptions>
{
    public ValidateOptionsResult Validate(string? name, AuthOptions options)
    {
        if (options.Authority.Length > 0 && options.Key.Length > 0)
            return Fail("Auth:Authority and Auth:Key are both set; set the one that issues the tokens, or neither for the local key");
        if (options.Authority is { Length: > 0 } authority && !IsAuthority(authority))
            return Fail($"Auth:Authority is '{authority}'; allowed is an https address, or http on this machine");
        if (options.Key is { Length: > 0 } key && !IsKey(key))
            return Fail($"Auth:Key is not the base64 of at least {AuthOptions.ShortestKey} bytes");
        if (string.IsNullOrWhiteSpace(options.Issuer))
            return Fail("Auth:Issuer is empty; it is the issuer that tokens by Auth:Key name");
        return OptionRanges.Sentences(AuthOptions.Section, options) is [var outside, ..] ? Fail(outside) : ValidateOptionsResult.Success;
    }

    private static ValidateOptionsResult Fail(string sentence) => ValidateOptionsResult.Fail(sentence);

    private static bool IsAuthority(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));

    private static bool IsKey(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && length >= AuthOptions.ShortestKey;
    }
}
