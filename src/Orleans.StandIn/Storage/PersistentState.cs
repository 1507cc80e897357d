using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Core;
using Orleans.Storage;

namespace Orleans.Runtime;

/// <summary>The stored state of one activation.</summary>
internal static class PersistentState
{
    /// <summary>The state of that type, in the storage that the attribute names.</summary>
    public static IStorage Create(Type type, PersistentStateAttribute named, Activation activation)
    {
        var services = activation.ActivationServices;
        var storage = named.StorageName is null
            ? services.GetService<IGrainStorage>()
            : services.GetKeyedService<IGrainStorage>(named.StorageName);
        if (storage is null)
        {
            throw new BadProviderConfigException(named.StorageName is null
                ? $"Grain type {activation.GrainId.Type} wants the default storage and there is none."
                : $"Grain type {activation.GrainId.Type} wants storage '{named.StorageName}' and there is none of that name.");
        }
        return (IStorage)System.Activator.CreateInstance(
            typeof(PersistentState<>).MakeGenericType(type), named.StateName, activation.GrainId, storage)!;
    }

    /// <summary>A state that was never stored.</summary>
    public static T Blank<T>() =>
        typeof(T).IsValueType ? default!
        : typeof(T).GetConstructor(Type.EmptyTypes) is not null ? System.Activator.CreateInstance<T>()
        : (T)RuntimeHelpers.GetUninitializedObject(typeof(T));
}

/// <summary>The stored state of one activation; its operations run one after the other.</summary>
internal sealed class PersistentState<T>(string name, GrainId grain, IGrainStorage storage) : IPersistentState<T>
{
    private readonly GrainState<T> state = new(PersistentState.Blank<T>());
    private Task last = Task.CompletedTask;

    public T State
    {
        get => state.State!;
        set => state.State = value;
    }

    public string? Etag => state.ETag;

    public bool RecordExists => state.RecordExists;

    public Task ReadStateAsync() => ReadStateAsync(CancellationToken.None);

    public Task WriteStateAsync() => WriteStateAsync(CancellationToken.None);

    public Task ClearStateAsync() => ClearStateAsync(CancellationToken.None);

    public Task ReadStateAsync(CancellationToken cancellationToken) =>
        last = After(last, "read", token => storage.ReadStateAsync(name, grain, state, token), cancellationToken);

    public Task WriteStateAsync(CancellationToken cancellationToken) =>
        last = After(last, "written", token => storage.WriteStateAsync(name, grain, state, token), cancellationToken);

    public Task ClearStateAsync(CancellationToken cancellationToken) =>
        last = After(last, "cleared", token => storage.ClearStateAsync(name, grain, state, token), cancellationToken);

    private async Task After(Task before, string done, Func<CancellationToken, Task> operation, CancellationToken cancellationToken)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        try
        {
            await operation(cancellationToken);
        }
        catch (Exception exception) when (exception is not OrleansException)
        {
            throw new OrleansException($"State '{name}' of grain {grain} could not be {done}: {exception.Message}", exception);
        }
        state.State ??= PersistentState.Blank<T>();
    }
}
