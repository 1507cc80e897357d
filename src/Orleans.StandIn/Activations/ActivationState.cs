namespace Orleans.Runtime;

/// <summary>The ages of an activation, in their order.</summary>
internal enum ActivationState
{
    /// <summary>Nothing has called yet.</summary>
    New,

    /// <summary>The object is made, its states are read, OnActivateAsync runs; requests wait.</summary>
    Activating,

    /// <summary>Requests run.</summary>
    Valid,

    /// <summary>Running requests end, new ones wait for the next activation.</summary>
    Deactivating,

    /// <summary>OnDeactivateAsync runs.</summary>
    Ending,

    /// <summary>Gone; requests are turned away.</summary>
    Ended,
}
