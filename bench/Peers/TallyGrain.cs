namespace GridGrains.Bench.Peers;

/// <summary>A grid as an Orleans tutorial would have it: its state is what it has counted, and is written before it answers.</summary>
[Alias("GridGrains.Bench.ITallyGrain")]
public interface ITallyGrain : IGrainWithStringKey
{
    /// <summary>Counts a report and writes the state: once, or after each value.</summary>
    /// <returns>Whether it was new.</returns>
    [Alias("Report")]
    Task<bool> Report(Guid id, long[] values, bool eachByItself);

    /// <summary>What it has counted.</summary>
    [Alias("People")]
    Task<long> People();
}

/// <summary>
/// What a <see cref="TallyGrain"/> writes. Small and of one size, in the peer's favour: of the ids it keeps the last 64, and no subjects.
/// </summary>
[GenerateSerializer]
public sealed class Tally
{
    /// <summary>How many ids it keeps.</summary>
    public const int Known = 64;

    /// <summary>People counted.</summary>
    [Id(0)]
    public long People { get; set; }

    /// <summary>Ids of the last reports.</summary>
    [Id(1)]
    public List<Guid> Recent { get; set; } = [];
}

internal sealed class TallyGrain([PersistentState("tally", TallyGrain.Storage)] IPersistentState<Tally> tally) : Grain, ITallyGrain
{
    public const string Storage = "tallies";

    public async Task<bool> Report(Guid id, long[] values, bool eachByItself)
    {
        if (tally.State.Recent.Contains(id))
            return false;
        if (tally.State.Recent.Count == Tally.Known)
            tally.State.Recent.RemoveAt(0);
        tally.State.Recent.Add(id);
        foreach (var value in values)
        {
            tally.State.People += value;
            if (eachByItself)
                await tally.WriteStateAsync();
        }
        if (!eachByItself)
            await tally.WriteStateAsync();
        return true;
    }

    public Task<long> People() => Task.FromResult(tally.State.People);
}
