using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace GridGrains.Gateway;

/// <summary><c>PUT /api/places</c>, by their official codes too, and <c>PUT /api/posts</c>: read, allowed and imported as a whole, or not at all.</summary>
internal sealed class ImportEndpoints(IGrainFactory grains, CurrentCity current, CityFollower follower, IOptions<GatewayOptions> options)
{
    private static readonly ImportKind<PlaceBody, Place> Places = new(
        PlaceRows.FromCsv,
        WireJson.Default.PlaceBodyArray,
        PlaceRows.Check,
        place => place.Id,
        (city, rows, dryRun, by) => city.ImportPlaces(rows, dryRun, by));

    private static readonly ImportKind<PostBody, Post> Posts = new(
        PostRows.FromCsv,
        WireJson.Default.PostBodyArray,
        PostRows.Check,
        post => post.Place,
        (city, rows, dryRun, by) => city.ImportPosts(rows, dryRun, by));

    public Task PutPlacesAsync(HttpContext http) => PutAsync(http, Places);

    public Task PutPostsAsync(HttpContext http) => PutAsync(http, Posts);

    public async Task PutPlacesByCodeAsync(HttpContext http)
    {
        var query = new QueryReader(http.Request.Query);
        PlaceId? under = null;
        if (query.Text("under") is { } text)
        {
            if (PlaceId.TryParse(text, null, out var root))
                under = root;
            else
                query.Refuse("under", "must be the id of a place");
        }
        var mine = Access.SubtreesFor(http.User, AccessAction.Import);
        if (mine.Count > 0 && query.Problem is { } wrong)
        {
            await http.WriteProblemAsync(wrong);
            return;
        }
        var city = current.Value;
        var codes = new CodeRows(mine.Select(id => city.TryGetPlace(id, out var node) ? node : null).OfType<PlaceNode>(), under);
        await PutAsync(http, new ImportKind<CodeRow, Place>(CodeRows.FromCsv, null, codes.Check, Places.PlaceOf, Places.Import));
    }

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
        if (refused is not null)
            await http.WriteProblemAsync(refused);
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
                return ([], Problem.Forbidden($"row {number} is outside the subtrees that the token may import into; nothing was imported"));
            good.Add(new ImportRow<T>(number, value));
        }
        return errors.IsEmpty ? (good.DrainToImmutable(), null) : ([], Problem.Invalid(errors, "nothing was imported"));
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
        if (!isCsv && kind.FromJson is null)
            return ([], Problem.UnsupportedMediaType("the body must be text/csv, in UTF-8"));
        var (read, tooLarge) = await Body.ReadAsync(http, options.Value.MaxBodyBytes, (isCsv, kind), static (utf8, how) =>
        {
            if (how.isCsv)
                return how.kind.FromCsv(utf8);
            var (rows, malformed) = WireBody.Read(utf8, how.kind.FromJson!);
            return (rows is null ? [] : [.. rows], malformed);
        });
        return tooLarge is null ? read : ([], tooLarge);
    }

    private static bool IsUtf8(MediaTypeHeaderValue type) =>
        type.Charset.Length == 0 || type.Charset.ToString().Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase);
}
