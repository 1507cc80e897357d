using Orleans.Concurrency;

namespace GridGrains.Conformance.Grains;

internal interface ILifeGrain : IGrainWithStringKey
{
    /// <summary>A name that this activation alone has.</summary>
    Task<Guid> Activation();

    Task Leave();

    Task LeaveDuring(string gate);

    [AlwaysInterleave]
    Task LeaveNow();

    Task KeepAlive(bool alive);
}

internal sealed class LifeGrain : Grain, ILifeGrain
{
    private readonly Guid activation = Guid.NewGuid();

    private Witness Witness => Witness.Of(this.GetPrimaryKeyString());

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Witness.See("activating");
        await Task.Yield();
        if (Witness.Seen.Contains("cannot activate"))
            throw new BadlyFailedException("cannot activate");
        Witness.See("activated");
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Witness.See("deactivating");
        await Task.Yield();
        Witness.See($"deactivated: {reason.ReasonCode}");
    }

    public Task<Guid> Activation() => Task.FromResult(activation);

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task LeaveDuring(string gate)
    {
        Witness.See("staying");
        DeactivateOnIdle();
        await Witness.Pass(gate);
        Witness.See("leaving");
    }

    public Task LeaveNow()
    {
        this.DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task KeepAlive(bool alive)
    {
        this.RegisterGrainTimer(
            () => Task.CompletedTask, new GrainTimerCreationOptions(TimeSpan.Zero, TimeSpan.FromMilliseconds(100)) { KeepAlive = alive });
        return Task.CompletedTask;
    }
}

internal interface ISavingGrain : IGrainWithStringKey
{
    Task<Saved> Read();

    Task<bool> Exists();

    Task Write(string text, int number);

    Task WriteTwiceAtOnce(string first, string second);

    Task Forget();

    Task Leave();
}

[GenerateSerializer]
internal sealed class Saved
{
    [Id(0)]
    public string Text { get; set; } = "";

    [Id(1)]
    public List<int> Numbers { get; set; } = [];
}

[Reentrant]
internal sealed class SavingGrain([PersistentState("saved", "memory")] IPersistentState<Saved> saved) : Grain, ISavingGrain
{
    private bool readBeforeActivation;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        readBeforeActivation = saved.RecordExists;
        return Task.CompletedTask;
    }

    public Task<Saved> Read() => Task.FromResult(saved.State);

    public Task<bool> Exists() => Task.FromResult(readBeforeActivation);

    public Task Write(string text, int number)
    {
        saved.State.Text = text;
        saved.State.Numbers.Add(number);
        return saved.WriteStateAsync();
    }

    public async Task WriteTwiceAtOnce(string first, string second)
    {
        saved.State.Text = first;
        var writing = saved.WriteStateAsync();
        saved.State.Text = second;
        await Task.WhenAll(writing, saved.WriteStateAsync());
    }

    public Task Forget() => saved.ClearStateAsync();

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
