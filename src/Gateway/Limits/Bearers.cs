using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;

namespace GridGrains.Gateway;

/// <summary>
/// Everybody who holds a token and was heard of lately, by token and not by <c>sub</c>: a token is what is lost and leaks, and the tokens of one key are
/// all for the same subject until somebody names others.
/// </summary>
internal sealed class Bearers(TimeProvider time)
{
    private const int MostKnown = 50_000;

    private readonly ConcurrentDictionary<string, Bearer> known = new(StringComparer.Ordinal);

    /// <summary>Who holds this token: by its own id or, where it has none, by what it is.</summary>
    public Bearer Of(ClaimsPrincipal who, string credentials)
    {
        var id = who.FindFirst(Access.TokenClaim)?.Value is { Length: > 0 } own ? own : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(credentials)));
        if (known.Count >= MostKnown)
            ForgetIdle();
        return known.GetOrAdd(id, static (id, isField) => new Bearer(id, isField), Access.IsOfTheField(who));
    }

    private void ForgetIdle()
    {
        var now = time.GetTimestamp();
        foreach (var (id, bearer) in known)
        {
            if (bearer.IsIdle(now))
                known.TryRemove(id, out _);
        }
    }
}
