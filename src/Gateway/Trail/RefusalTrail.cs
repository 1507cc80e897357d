using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.SignalR;

namespace GridGrains.Gateway;

/// <summary>
/// Brings refusals into the audit trail, once a second. Nobody waits for it: refusals that are alike share an entry, there is room for so many different
/// ones in a second and no more, and what cannot be kept is counted and said in the log. A flood of them so costs a bounded amount of everything.
/// </summary>
internal sealed partial class RefusalTrail(IGrainFactory grains, CurrentCity city, TimeProvider time, ILogger<RefusalTrail> log) : BackgroundService
{
    /// <summary>Different refusals that are kept of one second.</summary>
    public const int MostInASecond = 500;

    private const int LongestId = 128;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private Dictionary<Refused, int> waiting = [];
    private long dropped;

    /// <summary>Refusals of which nothing was kept, since the start.</summary>
    public long Dropped => Interlocked.Read(ref dropped);

    /// <summary>
    /// Adds a refusal, if it says that the caller may not; what cannot be read, is not there or cannot be done now says something else. What the
    /// caller wrote is kept only where it is the id of a campaign or a place, and of no other text anything.
    /// </summary>
    public void Add(ClaimsPrincipal who, string what, string? campaign, string? place, int status, string outcome)
    {
        if (status is not (403 or 409 or 413 or 422 or 429) || Where(who, place) is not { } where)
            return;
        var subject = Access.Subject(who);
        var named = campaign is not null && city.Value.TryGetCampaign(campaign, out _) ? campaign : "";
        var refused = new Refused(subject.Length <= LongestId ? subject : subject[..LongestId], what, named, where, outcome);
        lock (gate)
        {
            if (waiting.TryGetValue(refused, out var times))
                waiting[refused] = times + 1;
            else if (waiting.Count < MostInASecond)
                waiting.Add(refused, 1);
            else
                dropped++;
        }
    }

    /// <summary>Adds a refused call of a hub's method: its arguments begin with a campaign and a place, or several.</summary>
    public void Add(HubInvocationContext call, Problem problem)
    {
        var arguments = call.HubMethodArguments;
        var place = arguments.Count > 1 ? arguments[1] as string ?? (arguments[1] as string[])?.FirstOrDefault() : null;
        var what = char.ToLowerInvariant(call.HubMethodName[0]) + call.HubMethodName[1..];
        Add(call.Context.User!, what, arguments.Count > 0 ? arguments[0] as string : null, place, problem.Status, problem.Code);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await KeepAsync();
        }
        finally
        {
            await KeepAsync();
        }
    }

    // A refusal that names no place, as of an import, is where the caller is at home.
    private static PlaceId? Where(ClaimsPrincipal who, string? place)
    {
        if (PlaceId.TryParse(place, null, out var named) && !PersonalData.Resembles(named.Value))
            return named;
        return PlaceId.TryParse(who.FindFirst(Access.PlaceClaim)?.Value, null, out var home) ? home : null;
    }

    private async Task KeepAsync()
    {
        Dictionary<Refused, int> taken;
        lock (gate)
        {
            if (waiting.Count == 0)
                return;
            (taken, waiting) = (waiting, []);
        }
        var now = time.GetUtcNow().UtcDateTime;
        ImmutableArray<TrailEntry> entries =
            [.. taken.Select(r => new TrailEntry(0, now, r.Key.Who, r.Key.What, r.Key.Campaign, r.Key.Place, r.Key.Outcome, null, r.Value))];
        try
        {
            await grains.GetGrain<ITrailGrain>($"refusals/{entries[0].Place}").Refused(entries).WaitAsync(Patience, time);
        }
        catch (Exception e)
        {
            // Of whatever type; the refusals themselves have been answered.
            Interlocked.Add(ref dropped, entries.Length);
            LogNotKept(entries.Length, e.GetType().Name, Dropped);
        }
    }

    [LoggerMessage(330, LogLevel.Warning, "{Entries} entries of refusals were not kept ({Failure}); {Dropped} since the start")]
    private partial void LogNotKept(int entries, string failure, long dropped);

    private readonly record struct Refused(string Who, string What, string Campaign, PlaceId Place, string Outcome);
}
