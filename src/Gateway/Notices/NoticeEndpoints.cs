using System.Collections.Immutable;
using Microsoft.Extensions.Options;

namespace GridGrains.Gateway;

/// <summary><c>…/notices</c>: what stewards say to a subtree, and who has acknowledged it.</summary>
internal sealed class NoticeEndpoints(LedgerLookup ledgers, IGrainFactory grains, CurrentCity current, IOptions<GatewayOptions> options)
{
    private const int MostListed = 50;
    private const int LargestPage = 500;

    public async Task ListAsync(string c, string p, HttpContext http)
    {
        var found = await ledgers.FindAsync(http.User, AccessAction.Read, c, p);
        if (found.Problem is { } refused)
        {
            await http.WriteProblemAsync(refused);
            return;
        }
        var notices = await LedgerCall.AskAsync(() => Board(c).Notices(found.Key.Place, MostListed));
        await http.WriteJsonAsync([.. notices.Select(NoticeShape.Of)], WireJson.Default.ImmutableArrayNotice);
    }

    public async Task GetAsync(string c, string p, string id, HttpContext http)
    {
        var found = await ledgers.FindAsync(http.User, AccessAction.Read, c, p);
        if (found.Problem is { } refused)
        {
            await http.WriteProblemAsync(refused);
            return;
        }
        var query = new QueryReader(http.Request.Query);
        var limit = query.Number("limit", LargestPage, 1, LargestPage);
        PlaceId? after = null;
        if (query.Text("after") is { } text)
        {
            if (PlaceId.TryParse(text, null, out var last))
                after = last;
            else
                query.Refuse("after", "must be the id of a place");
        }
        if (query.Problem is { } wrong)
        {
            await http.WriteProblemAsync(wrong);
            return;
        }
        if (!Guid.TryParseExact(id, "D", out var notice)
            || await LedgerCall.AskAsync(() => Board(c).Progress(notice, found.Key.Place, after, limit + 1)) is not { } progress)
        {
            await http.WriteProblemAsync(Unknown());
            return;
        }
        await http.WriteJsonAsync(Shape(progress, limit), WireJson.Default.NoticeProgress);
    }

    public async Task PublishAsync(string c, string p, HttpContext http)
    {
        var found = await ledgers.FindAsync(http.User, AccessAction.Publish, c, p);
        if (found.Problem is { } refused)
        {
            await http.WriteProblemAsync(refused);
            return;
        }
        var (body, tooLarge) = await Body.ReadAsync(
            http, options.Value.MaxBodyBytes, 0, static (utf8, _) => WireBody.Read(utf8, WireJson.Default.NoticeBody));
        var (id, text, invalid) = body.Value?.Read() ?? default;
        if ((tooLarge ?? body.Problem ?? invalid) is { } wrong)
            await http.WriteProblemAsync(wrong);
        else
            await AnswerAsync(http, c, await LedgerCall.AskAsync(() => Board(c).Publish(id, found.Key.Place, text!, Access.Subject(http.User))));
    }

    public async Task AcknowledgeAsync(string c, string p, string id, HttpContext http)
    {
        var found = await ledgers.FindAsync(http.User, AccessAction.Report, c, p);
        if (found.Problem is { } refused)
            await http.WriteProblemAsync(refused);
        else if (!found.Place!.IsLeaf)
            await http.WriteProblemAsync(Problem.Invalid("place", $"{p} is an area; a notice is acknowledged by leaves"));
        else if (!Guid.TryParseExact(id, "D", out var notice))
            await http.WriteProblemAsync(Unknown());
        else
            await AnswerAsync(http, c, await LedgerCall.AskAsync(() => Board(c).Acknowledge(notice, found.Key.Place, Access.Subject(http.User))));
    }

    private static Problem Unknown() => Problem.NotFound("there is no such notice for this place");

    private static Task AnswerAsync(HttpContext http, string campaign, NoticeAnswer answer) => answer switch
    {
        { View: { } view } => http.WriteJsonAsync(NoticeShape.Of(view), WireJson.Default.Notice),
        { Refusal: NoticeRefusal.Closed } => http.WriteProblemAsync(Problem.Closed(campaign)),
        { Refusal: NoticeRefusal.IdTaken } => http.WriteProblemAsync(
            Problem.Invalid("id", "is known with another text or at another place; a notice is not changed")),
        _ => http.WriteProblemAsync(Unknown()),
    };

    private IBoardGrain Board(string campaign) => grains.GetGrain<IBoardGrain>(campaign);

    private Wire.NoticeProgress Shape(NoticeProgress progress, int limit)
    {
        var shown = progress.Missing.Take(limit).Select(Name).ToImmutableArray();
        var next = progress.Missing.Length > limit ? shown[^1].Place : null;
        return new(NoticeShape.Of(progress.View), progress.AcknowledgedBy, progress.Expected, shown, next);
    }

    private Wire.MissingPlace Name(PlaceId id) => current.Value.TryGetPlace(id, out var node)
        ? new(id.Value, node.Place.Name, node.Place.NameEn)
        : new(id.Value, id.Value, null);
}
