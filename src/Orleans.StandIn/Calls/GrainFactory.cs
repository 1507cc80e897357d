using System.Collections.Concurrent;
using System.Globalization;

namespace Orleans.Runtime;

/// <summary>Makes references; the same for grains and for code outside them, since both are in this process.</summary>
internal sealed class GrainFactory(Silo silo) : IClusterClient
{
    private readonly ConcurrentDictionary<Type, GrainInterface> interfaces = [];

    public IServiceProvider ServiceProvider => silo.Services;

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerKey =>
        Get<TGrainInterface>(primaryKey.ToString("X", CultureInfo.InvariantCulture), grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(primaryKey);
        return Get<TGrainInterface>(primaryKey, grainClassNamePrefix);
    }

    public TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver
    {
        ArgumentNullException.ThrowIfNull(obj);
        if (obj is GrainProxy)
            throw new ArgumentException("The argument is a reference already.", nameof(obj));
        return (TGrainObserverInterface)(object)Refer(typeof(TGrainObserverInterface), silo.Observers.Add(obj));
    }

    public void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver
    {
        if (obj is not GrainProxy reference)
            throw new ArgumentException("The argument is not a reference; give what CreateObjectReference returned.", nameof(obj));
        silo.Observers.Remove(reference.GrainId);
    }

    public GrainProxy Refer(Type type, GrainId id) => Contract(type).Refer(id);

    public GrainInterface Contract(Type type) =>
        interfaces.TryGetValue(type, out var known) ? known : interfaces.GetOrAdd(type, new GrainInterface(type, silo));

    private T Get<T>(string key, string? prefix) =>
        (T)(object)Refer(typeof(T), GrainId.Create(silo.Types.Implementing(typeof(T), prefix), key));
}
