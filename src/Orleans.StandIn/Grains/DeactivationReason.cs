namespace Orleans;

/// <summary>Why an activation ends.</summary>
public readonly struct DeactivationReason
{
    /// <summary>A reason without an exception.</summary>
    public DeactivationReason(DeactivationReasonCode code, string text) : this(code, null, text)
    {
    }

    /// <summary>A reason with the exception that caused it.</summary>
    public DeactivationReason(DeactivationReasonCode code, Exception? exception, string text) =>
        (ReasonCode, Exception, Description) = (code, exception, text);

    /// <summary>The reason in words.</summary>
    public string Description { get; }

    /// <summary>The kind of reason.</summary>
    public DeactivationReasonCode ReasonCode { get; }

    /// <summary>The exception that caused it, if any.</summary>
    public Exception? Exception { get; }

    /// <inheritdoc/>
    public override string ToString() => Exception is null ? $"{ReasonCode}: {Description}" : $"{ReasonCode}: {Description} ({Exception})";
}

/// <summary>The kinds of reason why an activation ends.</summary>
[GenerateSerializer]
public enum DeactivationReasonCode : byte
{
    /// <summary>No reason given.</summary>
    None,

    /// <summary>The silo stops.</summary>
    ShuttingDown,

    /// <summary>The activation could not be made.</summary>
    ActivationFailed,

    /// <summary>The grain directory failed.</summary>
    DirectoryFailure,

    /// <summary>Nobody called for the collection age.</summary>
    ActivationIdle,

    /// <summary>The activation did not answer.</summary>
    ActivationUnresponsive,

    /// <summary>Another activation of the same grain was found.</summary>
    DuplicateActivation,

    /// <summary>A request needed another version.</summary>
    IncompatibleRequest,

    /// <summary>The grain's code failed.</summary>
    ApplicationError,

    /// <summary>The grain's code asked for it.</summary>
    ApplicationRequested,

    /// <summary>The activation moves to another silo.</summary>
    Migrating,

    /// <summary>The runtime asked for it.</summary>
    RuntimeRequested,

    /// <summary>Memory ran short.</summary>
    HighMemoryPressure,
}
