using Orleans.Concurrency;

namespace GridGrains.Conformance.Grains;

internal interface ICycleGrain : IGrainWithStringKey
{
    Task<string> CallBackThrough(string other);

    Task<string> Call(string back);

    Task<string> Name();

    Task WaitFor(string gate);
}

internal interface IReentrantCycleGrain : ICycleGrain;

internal interface INonReentrantCycleGrain : ICycleGrain;

internal abstract class CycleGrain<T> : Grain, ICycleGrain where T : ICycleGrain
{
    public Task<string> CallBackThrough(string other) => GrainFactory.GetGrain<T>(other).Call(this.GetPrimaryKeyString());

    public Task<string> Call(string back) => GrainFactory.GetGrain<T>(back).Name();

    public Task<string> Name() => Task.FromResult(this.GetPrimaryKeyString());

    public Task WaitFor(string gate) => Witness.Of(this.GetPrimaryKeyString()).Pass(gate);
}

internal sealed class NonReentrantCycleGrain : CycleGrain<INonReentrantCycleGrain>, INonReentrantCycleGrain;

[Reentrant]
internal sealed class ReentrantCycleGrain : CycleGrain<IReentrantCycleGrain>, IReentrantCycleGrain;
