using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace GridGrains.Gateway;

/// <summary>The catalogue as it was written, to whoever has a token.</summary>
internal static class CatalogueEndpoints
{
    private static readonly EntityTagHeaderValue Tag =
        new($"\"{Convert.ToHexStringLower(SHA256.HashData(Catalogue.Current.Json.Span).AsSpan(0, 8))}\"");

    public static async Task GetAsync(HttpContext http)
    {
        if (http.IsUnchanged(Tag))
            return;
        http.Response.ContentType = JsonAnswer.MediaType;
        http.Response.ContentLength = Catalogue.Current.Json.Length;
        await http.Response.BodyWriter.WriteAsync(Catalogue.Current.Json, http.RequestAborted);
    }
}
