using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>A write against a version of the state that is no longer the stored one.</summary>
[GenerateSerializer]
public class InconsistentStateException : OrleansException
{
    /// <summary>A failure without a message.</summary>
    public InconsistentStateException()
    {
    }

    /// <summary>A failure with a message.</summary>
    public InconsistentStateException(string message) : base(message)
    {
    }

    /// <summary>A failure with a message and a cause.</summary>
    public InconsistentStateException(string message, Exception? innerException) : base(message, innerException!)
    {
    }

    /// <summary>A failure with both versions.</summary>
    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag) : base(errorMsg) =>
        (StoredEtag, CurrentEtag) = (storedEtag, currentEtag);

    /// <summary>A failure with both versions and a cause.</summary>
    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag, Exception? storageException)
        : base(errorMsg, storageException!) => (StoredEtag, CurrentEtag) = (storedEtag, currentEtag);

    /// <summary>The version in the store, where it is known.</summary>
    [Id(1)]
    public string? StoredEtag { get; private set; }

    /// <summary>The version that the writer had.</summary>
    [Id(2)]
    public string? CurrentEtag { get; private set; }

    /// <summary>Whether it comes from the activation that throws it, and not from one that it called.</summary>
    [Id(0)]
    internal bool IsSourceActivation { get; set; } = true;
}

/// <summary>A storage that is named and not there.</summary>
[GenerateSerializer]
public sealed class BadProviderConfigException : OrleansException
{
    /// <summary>A failure without a message.</summary>
    public BadProviderConfigException()
    {
    }

    /// <summary>A failure with a message.</summary>
    public BadProviderConfigException(string msg) : base(msg)
    {
    }

    /// <summary>A failure with a message and a cause.</summary>
    public BadProviderConfigException(string msg, Exception exc) : base(msg, exc)
    {
    }
}
