namespace GridGrains.Conformance.Grains;

/// <summary>A type that may not travel: it has no serializer.</summary>
internal sealed record Stowaway(string Name);

[GenerateSerializer]
internal sealed record Traveller([property: Id(0)] string Name, [property: Id(1)] IReadOnlyList<int> Numbers)
{
    [Id(2)]
    public Traveller? Companion { get; init; }
}

internal interface ITravelGrain : IGrainWithStringKey
{
    Task<string> Receive(object value);

    Task<object> Send(bool stowaway);

    Task<Traveller> Through(Traveller traveller, IReadOnlyDictionary<string, Traveller> others);

    Task<bool> WasCancelled(CancellationToken token);
}

internal sealed class TravelGrain : Grain, ITravelGrain
{
    public Task<string> Receive(object value) => Task.FromResult(value.ToString()!);

    public Task<object> Send(bool stowaway) => Task.FromResult<object>(stowaway ? new Stowaway("he") : new Traveller("she", []));

    public Task<Traveller> Through(Traveller traveller, IReadOnlyDictionary<string, Traveller> others) =>
        Task.FromResult(traveller with { Companion = others["companion"] });

    public async Task<bool> WasCancelled(CancellationToken token)
    {
        Witness.Of(this.GetPrimaryKeyString()).See("waiting");
        TaskCompletionSource cancelled = new();
        await using var registration = token.Register(cancelled.SetResult);
        await cancelled.Task;
        Witness.Of(this.GetPrimaryKeyString()).See("cancelled");
        return true;
    }
}
