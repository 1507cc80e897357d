namespace Orleans;

/// <summary>Gives references to grains and observers.</summary>
public interface IGrainFactory
{
    /// <summary>A reference to the grain of that key; the grain need not be active.</summary>
    TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerKey;

    /// <summary>A reference to the grain of that key; the grain need not be active.</summary>
    TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey;

    /// <summary>A reference through which grains call the observer; the caller keeps the observer alive, the runtime does not.</summary>
    TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver;

    /// <summary>Ends the observer's reference.</summary>
    void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver;
}

/// <summary>The way into the grains from outside them.</summary>
public interface IClusterClient : IGrainFactory
{
    /// <summary>The services of the client's process.</summary>
    IServiceProvider ServiceProvider { get; }
}
