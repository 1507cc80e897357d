using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace GridGrains.Gateway;

/// <summary><c>PUT /api/places</c> and <c>PUT /api/posts</c>: read as a whole, allowed as a whole, imported as a whole or not at all.</summary>
internal sealed class ImportEndpoints(IGrainFactory grains, CityFollower follower, IOptions<GatewayOptions> options)
{
    private delegate (ImmutableArray<T> Rows, Problem? Problem) ReadCsv<T>(ReadOnlySpan<byte> utf8);

    public Task PutPlacesAsync(HttpContext http) => PutAsync<PlaceBody, Place>(
        http, PlaceRows.FromCsv, WireJson.Default.PlaceBodyArray, PlaceRows.Check, place => place.Id, (city, rows, dry, by) => city.ImportPlaces(rows, dry, by));

    public Task PutPostsAsync(HttpContext http) => PutAsync<PostBody, Post>(
        http, PostRows.FromCsv, WireJson.Default.PostBodyArray, PostRows.Check, post => post.Place, (city, rows, dry, by) => city.ImportPosts(rows, dry, by));

    private async Task PutAsync<TBody, T>(
        HttpContext http,
        ReadCsv<TBody> readCsv,
        JsonTypeInfo<TBody[]> jsonType,
        Func<int, TBody, MemberErrors, T?> check,
        Func<T, PlaceId> placeOf,
        Func<ICityGrain, ImmutableArray<ImportRow<T>>, bool, string, Task<ImportOutcome>> import)
        where T : class
    {
        var query = new QueryReader(http.Request.Query);
        var dryRun = query.Flag("dryRun");
        var (rows, problem) = await ReadAsync(http, readCsv, jsonType);
        if ((Early(http) ?? query.Problem ?? problem) is { } refused)
        {
            await http.WriteProblemAsync(refused);
            return;
        }
        var errors = new MemberErrors();
        var good = rows.Select((row, i) => check(i + 1, row, errors) is { } value ? new ImportRow<T>(i + 1, value) : null).OfType<ImportRow<T>>().ToImmutableArray();
        if (good.FirstOrDefault(row => !Access.Decide(http.User, AccessAction.Import, placeOf(row.Value))) is { } outside)
            await http.WriteProblemAsync(Problem.Forbidden($"row {outside.Number} is outside the subtrees that the token may import into; nothing was imported"));
        else if (!errors.IsEmpty)
            await http.WriteProblemAsync(Problem.Invalid(errors, "nothing was imported"));
        else
            await AnswerAsync(http, await import(grains.GetGrain<ICityGrain>(0), good, dryRun, Access.Subject(http.User)), dryRun);
    }

    private async Task AnswerAsync(HttpContext http, ImportOutcome outcome, bool dryRun)
    {
        if (!outcome.Errors.IsDefaultOrEmpty)
        {
            var errors = new MemberErrors();
            foreach (var error in outcome.Errors)
                errors.Add(RowPath.Of(error.Row, error.Member), error.Message);
            await http.WriteProblemAsync(Problem.Invalid(errors, "nothing was imported"));
            return;
        }
        if (!dryRun)
            await follower.RefreshAsync();
        var answer = new Wire.ImportAnswer(dryRun, outcome.Version, outcome.Added, outcome.Changed, outcome.Unchanged);
        await http.WriteJsonAsync(StatusCodes.Status200OK, answer, static (json, a) => JsonSerializer.Serialize(json, a, WireJson.Default.ImportAnswer));
    }

    // Asked again for each row; here so that who may import nowhere learns nothing about what is wrong with a file.
    private static Problem? Early(HttpContext http) =>
        Access.SubtreesFor(http.User, AccessAction.Import).Count == 0 ? Problem.Forbidden() : null;

    private async ValueTask<(ImmutableArray<TBody> Rows, Problem? Problem)> ReadAsync<TBody>(
        HttpContext http, ReadCsv<TBody> readCsv, JsonTypeInfo<TBody[]> jsonType)
    {
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || type.Charset is { Length: > 0 } charset && !IsUtf8(charset.Value))
            return ([], Problem.UnsupportedMediaType("the body must be text/csv or application/json, in UTF-8"));
        var isCsv = type.MediaType.Equals("text/csv", StringComparison.OrdinalIgnoreCase);
        var (read, tooLarge) = await Body.ReadAsync(http, options.Value.MaxBodyBytes, (isCsv, readCsv, jsonType), static (utf8, how) =>
        {
            if (how.isCsv)
                return how.readCsv(utf8);
            var (rows, malformed) = WireBody.Read(utf8, how.jsonType);
            return (rows is null ? [] : [.. rows], malformed);
        });
        return tooLarge is null ? read : ([], tooLarge);
    }

    private static bool IsUtf8(string? charset) => charset is not null && charset.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase);
}
