using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace GridGrains.Gateway;

/// <summary><c>PUT /api/places</c> and <c>PUT /api/posts</c>: read, allowed and imported as a whole, or not at all.</summary>
internal sealed class ImportEndpoints(IGrainFactory grains, CurrentCity current, CityFollower follower, IOptions<GatewayOptions> options)
{
    private static readonly ImportKind<PlaceBody, Place> Places = new(
        PlaceRows.FromCsv,
        WireJson.Default.PlaceBodyArray,
        PlaceRows.Check,
        place => place.Id,
        (_, _) => null,
        (city, rows, dryRun, by) => city.ImportPlaces(rows, dryRun, by));

    private static readonly ImportKind<PostBody, Post> Posts = new(
        PostRows.FromCsv,
        WireJson.Default.PostBodyArray,
        PostRows.Check,
        post => post.Place,
        (city, post) => city.TryGetPost(post.Id, out var present) ? present.Place : null,
        (city, rows, dryRun, by) => city.ImportPosts(rows, dryRun, by));

    public Task PutPlacesAsync(HttpContext http) => PutAsync(http, Places);

    public Task PutPostsAsync(HttpContext http) => PutAsync(http, Posts);

    private async Task PutAsync<TBody, T>(HttpContext http, ImportKind<TBody, T> kind)
        where T : class
    {
        var query = new QueryReader(http.Request.Query);
        var dryRun = query.Flag("dryRun");
        // Who may import nowhere learns nothing about what is wrong with a file.
        if (Access.SubtreesFor(http.User, AccessAction.Import).Count == 0)
        {
            await http.WriteProblemAsync(Problem.Forbidden());
            return;
        }
        var (rows, unread) = await ReadAsync(http, kind);
        if ((query.Problem ?? unread) is { } problem)
        {
            await http.WriteProblemAsync(problem);
            return;
        }
        var (good, refused) = Check(http, kind, rows);
        if ((refused ?? await OthersAsync(http, kind, good)) is { } not)
            await http.WriteProblemAsync(not);
        else
            await AnswerAsync(
                http,
                await LedgerCall.AskAsync(() => kind.Import(grains.GetGrain<ICityGrain>(0), good, dryRun, Access.Subject(http.User))),
                dryRun);
    }

    private static (ImmutableArray<ImportRow<T>> Rows, Problem? Problem) Check<TBody, T>(
        HttpContext http, ImportKind<TBody, T> kind, ImmutableArray<TBody> rows)
        where T : class
    {
        var errors = new MemberErrors();
        var good = ImmutableArray.CreateBuilder<ImportRow<T>>(rows.Length);
        for (var number = 1; number <= rows.Length; number++)
        {
            if (kind.Check(number, rows[number - 1], errors) is not { } value)
                continue;
            if (!Access.Decide(http.User, AccessAction.Import, kind.PlaceOf(value)))
                return ([], Outside(number));
            good.Add(new ImportRow<T>(number, value));
        }
        return errors.IsEmpty ? (good.DrainToImmutable(), null) : ([], Problem.Invalid(errors, "nothing was imported"));
    }

    // Else what is others' could be taken from them by its name.
    private async ValueTask<Problem?> OthersAsync<TBody, T>(HttpContext http, ImportKind<TBody, T> kind, ImmutableArray<ImportRow<T>> rows)
        where T : class
    {
        await LedgerCall.AskAsync(follower.RefreshAsync);
        var city = current.Value;
        foreach (var row in rows)
        {
            if (kind.PresentPlaceOf(city, row.Value) is { } present && !Access.Decide(http.User, AccessAction.Import, present))
                return Outside(row.Number);
        }
        return null;
    }

    private static Problem Outside(int row) =>
        Problem.Forbidden($"row {row} is outside the subtrees that the token may import into; nothing was imported");

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
            await LedgerCall.AskAsync(follower.RefreshAsync);
        var answer = new Wire.ImportAnswer(dryRun, outcome.Version, outcome.Added, outcome.Changed, outcome.Unchanged);
        await http.WriteJsonAsync(answer, WireJson.Default.ImportAnswer);
    }

    private async ValueTask<(ImmutableArray<TBody> Rows, Problem? Problem)> ReadAsync<TBody, T>(HttpContext http, ImportKind<TBody, T> kind)
        where T : class
    {
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || !IsUtf8(type))
            return ([], Problem.UnsupportedMediaType("the body must be text/csv or application/json, in UTF-8"));
        var isCsv = type.MediaType.Equals("text/csv", StringComparison.OrdinalIgnoreCase);
        var (read, tooLarge) = await Body.ReadAsync(http, options.Value.MaxBodyBytes, (isCsv, kind), static (utf8, how) =>
        {
            if (how.isCsv)
                return how.kind.FromCsv(utf8);
            var (rows, malformed) = WireBody.Read(utf8, how.kind.FromJson);
            return (rows is null ? [] : [.. rows], malformed);
        });
        return tooLarge is null ? read : ([], tooLarge);
    }

    private static bool IsUtf8(MediaTypeHeaderValue type) =>
        type.Charset.Length == 0 || type.Charset.ToString().Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase);
}
