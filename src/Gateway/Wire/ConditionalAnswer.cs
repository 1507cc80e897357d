using Microsoft.Net.Http.Headers;

namespace GridGrains.Gateway;

/// <summary>Answers 304 to who has it already (RFC 9110, 13).</summary>
internal static class ConditionalAnswer
{
    /// <summary>Sets the ETag; where <c>If-None-Match</c> has it, the answer is 304 and there is nothing more to write.</summary>
    public static bool IsUnchanged(this HttpContext http, EntityTagHeaderValue tag)
    {
        http.Response.Headers.ETag = tag.ToString();
        http.Response.Headers.CacheControl = "private, no-cache";
        if (http.Request.Headers.IfNoneMatch.Count == 0)
            return false;
        var known = http.Request.GetTypedHeaders().IfNoneMatch;
        if (!known.Any(k => k.Equals(EntityTagHeaderValue.Any) || k.Compare(tag, useStrongComparison: false)))
            return false;
        http.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }
}
