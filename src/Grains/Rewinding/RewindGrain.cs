using System.Collections.Immutable;
using GridGrains.Journal;
using GridGrains.Storage;

namespace GridGrains.Rewinding;

/// <summary>Looks back at a place. Not reentrant: of one place one look at a time; what it saw last it keeps while it is awake. The thinking is in <see cref="Rewind"/>.</summary>
internal sealed class RewindGrain(
    IJournalStore journal, CityStore cities, AlertStore alerts, CurrentCity current, RewindTurn turn, TimeProvider time) : Grain, IRewindGrain
{
    // A report has its time before it is durable. After so long none of that time is still on its way, and the moment never changes again.
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(1);

    private (DateTime At, ImmutableArray<string> Columns, int Depth, RewindAnswer Answer)? last;

    public async Task<RewindAnswer> At(DateTime at, ImmutableArray<string> columns, int depth)
    {
        if (last is { } seen && seen.At == at && seen.Depth == depth && seen.Columns.SequenceEqual(columns))
            return seen.Answer;
        var key = LedgerKey.Parse(this.GetPrimaryKeyString());
        var campaign = await current.CampaignAsync(key, CancellationToken.None);
        // Off the grain's thread: it may be millions of rows.
        var answer = await turn.TryAsync(() => Task.Run(() => LookAsync(key, campaign, at, columns, depth)));
        if (answer is null)
            return RewindAnswer.None(RewindOutcome.Busy);
        if (time.GetUtcNow() - campaign.RealAt(new DateTimeOffset(at, TimeSpan.Zero)) > Settled)
            last = (at, columns, depth, answer);
        return answer;
    }

    private async Task<RewindAnswer> LookAsync(LedgerKey key, Campaign present, DateTime at, ImmutableArray<string> columns, int depth)
    {
        var real = present.RealAt(new DateTimeOffset(at, TimeSpan.Zero)).UtcDateTime;
        var city = new City(await cities.LoadAsync(await cities.VersionAtAsync(real, CancellationToken.None), CancellationToken.None));
        if (!city.TryGetPlace(key.Place, out var place))
            return RewindAnswer.None(RewindOutcome.NotThere);
        // Before it was made there was nothing in it; its clock is the same as now.
        var campaign = city.TryGetCampaign(key.Campaign, out var then) ? then : present;
        ImmutableArray<int> indices = [.. columns.Select(code => Catalogue.Current.TryGetCount(code, out var count)
            ? count.Index
            : throw new ArgumentException($"'{code}' is not a count of the catalogue", nameof(columns)))];
        var tally = await alerts.StoodAsync(key, at, real, CancellationToken.None);
        return new(RewindOutcome.Found, await new Rewind(campaign, city, place, at, indices, depth).OfAsync(journal, tally, CancellationToken.None));
    }
}
