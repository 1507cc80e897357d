using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.Extensions.Options;

namespace GridGrains.Gateway;

/// <summary><c>/api/changes</c>: the tree changes while campaigns run.</summary>
internal sealed class ChangeEndpoints(IGrainFactory grains, CityFollower follower, IOptions<GatewayOptions> options)
{
    private const int MostShown = 500;

    private ICityGrain City => grains.GetGrain<ICityGrain>(0);

    public async Task ListAsync(HttpContext http)
    {
        var query = new QueryReader(http.Request.Query);
        var limit = query.Number("limit", MostShown, 1, MostShown);
        if (IsNobody(http.User))
        {
            await http.WriteProblemAsync(Problem.Forbidden());
            return;
        }
        if (query.Problem is { } wrong)
        {
            await http.WriteProblemAsync(wrong);
            return;
        }
        var changes = await LedgerCall.AskAsync(() => City.Changes(MostShown));
        var shown = changes.Where(made => May(http.User, made.Change)).Take(limit).Select(ChangeShape.Of).ToImmutableArray();
        await http.WriteJsonAsync(shown, WireJson.Default.ImmutableArrayChange);
    }

    public async Task PostAsync(HttpContext http)
    {
        // Who may change nothing learns nothing about what is wrong with a change.
        if (IsNobody(http.User))
        {
            await http.WriteProblemAsync(Problem.Forbidden());
            return;
        }
        var (body, tooLarge) = await Body.ReadAsync(
            http, options.Value.MaxBodyBytes, 0, static (utf8, _) => WireBody.Read(utf8, WireJson.Default.ChangeBody));
        if ((tooLarge ?? body.Problem) is { } unread)
        {
            await http.WriteProblemAsync(unread);
            return;
        }
        var (change, invalid) = body.Value!.Read();
        if ((invalid ?? (May(http.User, change!) ? null : Problem.Forbidden())) is { } refused)
            await http.WriteProblemAsync(refused);
        else
            await AnswerAsync(http, await LedgerCall.AskAsync(() => City.Change(change!, Access.Subject(http.User))));
    }

    public async Task UndoAsync(string id, HttpContext http)
    {
        if (IsNobody(http.User))
        {
            await http.WriteProblemAsync(Problem.Forbidden());
            return;
        }
        // The same for a change that is not there as for one of others' places.
        if (await LedgerCall.AskAsync(() => City.FindChange(id)) is not { } found || !May(http.User, found.Change))
            await http.WriteProblemAsync(Problem.Forbidden());
        else
            await AnswerAsync(http, await LedgerCall.AskAsync(() => City.Undo(id, Access.Subject(http.User))));
    }

    private static bool IsNobody(ClaimsPrincipal who) => Access.SubtreesFor(who, AccessAction.Import).Count == 0;

    // What changes about a place, the place above it has to know; and where it goes to, likewise.
    private static bool May(ClaimsPrincipal who, PlaceChange change)
    {
        PlaceId[] concerned = [change.Place, .. change.To is { } to ? [to] : Array.Empty<PlaceId>(), .. change.Parts.Select(part => part.Id)];
        return concerned.All(place => Access.Decide(who, AccessAction.Import, place.Parent ?? place));
    }

    private async Task AnswerAsync(HttpContext http, ChangeOutcome outcome)
    {
        if (outcome.Made is not { } made)
        {
            var errors = new MemberErrors();
            foreach (var error in outcome.Errors)
                errors.Add(error.Member, error.Message);
            await http.WriteProblemAsync(Problem.Invalid(errors, "nothing was changed"));
            return;
        }
        await LedgerCall.AskAsync(follower.RefreshAsync);
        await http.WriteJsonAsync(ChangeShape.Of(made), WireJson.Default.Change);
    }
}
