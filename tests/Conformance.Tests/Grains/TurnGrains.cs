using Orleans.Concurrency;

namespace GridGrains.Conformance.Grains;

internal interface ITurnGrain : IGrainWithStringKey
{
    /// <summary>Reads a number, awaits, writes it back plus one; tells the number.</summary>
    Task<int> Count();

    /// <summary>Notes its name, waits for the gate, notes its end.</summary>
    Task Hold(string name, string gate);

    [AlwaysInterleave]
    Task Pass(string name);

    [ReadOnly]
    Task Read(string name, string gate);

    Task<bool> ResumesWhereItWas();

    Task<bool> TaskRunLeaves();
}

internal interface IQueueingGrain : ITurnGrain;

internal interface IReentrantGrain : ITurnGrain;

internal abstract class TurnGrain : Grain, ITurnGrain
{
    private int count;
    private int inside;

    private Witness Witness => Witness.Of(this.GetPrimaryKeyString());

    public async Task<int> Count()
    {
        var read = count;
        await Task.Yield();
        return count = read + 1;
    }

    public async Task Hold(string name, string gate)
    {
        Enter();
        Witness.See($"{name} in");
        Leave();
        await Witness.Pass(gate);
        Enter();
        Witness.See($"{name} out");
        Leave();
    }

    public Task Pass(string name)
    {
        Enter();
        Witness.See(name);
        Leave();
        return Task.CompletedTask;
    }

    public Task Read(string name, string gate) => Hold(name, gate);

    public async Task<bool> ResumesWhereItWas()
    {
        var before = TaskScheduler.Current;
        await Task.Yield();
        await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        return before != TaskScheduler.Default && before == TaskScheduler.Current;
    }

    public async Task<bool> TaskRunLeaves() => await Task.Run(() => TaskScheduler.Current == TaskScheduler.Default);

    // Two turns at once would be seen here, sooner or later.
    private void Enter()
    {
        if (Interlocked.Increment(ref inside) != 1)
            Witness.See("two turns at once");
        Thread.SpinWait(1000);
    }

    private void Leave() => Interlocked.Decrement(ref inside);
}

internal sealed class QueueingGrain : TurnGrain, IQueueingGrain;

[Reentrant]
internal sealed class ReentrantGrain : TurnGrain, IReentrantGrain;
