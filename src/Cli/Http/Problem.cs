using System.Text.Json;

namespace GridGrains.Cli;

/// <summary>Why the service refused something, from an <c>application/problem+json</c> body.</summary>
internal sealed record Problem(int Status, string? Detail, IReadOnlyDictionary<string, string[]>? Errors)
{
    private const int ErrorsShown = 10;

    /// <summary>The detail and the first errors in one line.</summary>
    public string Sentence
    {
        get
        {
            var shown = Errors?.Take(ErrorsShown).Select(e => $"{e.Key}: {string.Join(", ", e.Value)}") ?? [];
            var more = Errors?.Count > ErrorsShown ? [$"and {Errors.Count - ErrorsShown} more"] : Array.Empty<string>();
            return string.Join("; ", [Detail?.TrimEnd('.') ?? $"status {Status}", .. shown, .. more]);
        }
    }

    /// <summary>Reads the body of an answer that is no success.</summary>
    public static async Task<Problem> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var status = (int)response.StatusCode;
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellation);
            return await JsonSerializer.DeserializeAsync<Problem>(body, JsonSerializerOptions.Web, cancellation) is { } problem
                ? problem with { Status = status }
                : new Problem(status, null, null);
        }
        catch (JsonException)
        {
            return new Problem(status, $"status {status} {response.ReasonPhrase}", null);
        }
    }
}
