using Orleans.Concurrency;

namespace GridGrains.Conformance.Grains;

internal interface IPlaced : IGrainWithStringKey
{
    [AlwaysInterleave]
    ValueTask<string> Name();
}

internal interface IForwarding : IPlaced
{
    Task Note(int number);

    Task NoteThrough(string other, int first, int count);

    Task<int[]> Noted();

    [OneWay]
    Task Tell(string gate);

    [OneWay]
    Task TellAndFail();

    Task Fail(string message);

    ValueTask FailThrough(string other, string message);

    Task FailBadly();

    Task<string> NameOf(IPlaced other);

    Task<string> NameOfMe(string other);

    ValueTask<IPlaced> Me();

    Task<long> KeyOfNumbered(long key);
}

internal interface INumbered : IGrainWithIntegerKey
{
    Task<long> Key();
}

[GenerateSerializer]
internal sealed class BadlyFailedException : Exception
{
    public BadlyFailedException()
    {
    }

    public BadlyFailedException(string message) : base(message)
    {
    }

    public BadlyFailedException(string message, Exception innerException) : base(message, innerException)
    {
    }
}

internal sealed class ForwardingGrain : Grain, IForwarding
{
    private readonly List<int> noted = [];

    public ValueTask<string> Name() => new(this.GetPrimaryKeyString());

    public Task Note(int number)
    {
        noted.Add(number);
        return Task.CompletedTask;
    }

    public async Task NoteThrough(string other, int first, int count)
    {
        var grain = GrainFactory.GetGrain<IForwarding>(other);
        for (var i = first; i < first + count; i++)
            await grain.Note(i);
    }

    public Task<int[]> Noted() => Task.FromResult(noted.ToArray());

    public async Task Tell(string gate)
    {
        await Witness.Of(this.GetPrimaryKeyString()).Pass(gate);
        Witness.Of(this.GetPrimaryKeyString()).See("told");
    }

    public Task TellAndFail()
    {
        Witness.Of(this.GetPrimaryKeyString()).See("told to fail");
        throw new InvalidOperationException("Nobody hears this.");
    }

    public Task Fail(string message) => throw new InvalidOperationException(message);

    public async ValueTask FailThrough(string other, string message) => await GrainFactory.GetGrain<IForwarding>(other).Fail(message);

    public async Task FailBadly()
    {
        await Task.Yield();
        throw new BadlyFailedException("badly", new ArgumentException("inner"));
    }

    public async Task<string> NameOf(IPlaced other) => await other.Name();

    public async Task<string> NameOfMe(string other) => await GrainFactory.GetGrain<IForwarding>(other).NameOf(this.AsReference<IPlaced>());

    public ValueTask<IPlaced> Me() => new(this.AsReference<IPlaced>());

    public Task<long> KeyOfNumbered(long key) => GrainFactory.GetGrain<INumbered>(key).Key();
}

internal sealed class NumberedGrain : Grain, INumbered
{
    public Task<long> Key() => Task.FromResult(this.GetPrimaryKeyLong());
}
