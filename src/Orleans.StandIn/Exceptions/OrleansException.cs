namespace Orleans.Runtime;

/// <summary>A failure that the runtime reports.</summary>
[GenerateSerializer]
public class OrleansException : Exception
{
    /// <summary>A failure without a message.</summary>
    public OrleansException()
    {
    }

    /// <summary>A failure with a message.</summary>
    public OrleansException(string message) : base(message)
    {
    }

    /// <summary>A failure with a message and a cause.</summary>
    public OrleansException(string message, Exception innerException) : base(message, innerException)
    {
    }
}

/// <summary>A call that the runtime did not deliver.</summary>
[GenerateSerializer]
public class OrleansMessageRejectionException : OrleansException
{
    internal OrleansMessageRejectionException(string message) : base(message)
    {
    }

    internal OrleansMessageRejectionException(string message, Exception innerException) : base(message, innerException)
    {
    }
}

/// <summary>A call to a silo that is not there or stops.</summary>
[GenerateSerializer]
public sealed class SiloUnavailableException : OrleansMessageRejectionException
{
    /// <summary>A failure with a general message.</summary>
    public SiloUnavailableException() : base("The silo is not available.")
    {
    }

    /// <summary>A failure with a message.</summary>
    public SiloUnavailableException(string msg) : base(msg)
    {
    }

    /// <summary>A failure with a message and a cause.</summary>
    public SiloUnavailableException(string message, Exception innerException) : base(message, innerException)
    {
    }
}

/// <summary>A configuration with which a silo cannot start.</summary>
[GenerateSerializer]
public sealed class OrleansConfigurationException : Exception
{
    /// <summary>A failure with a message.</summary>
    public OrleansConfigurationException(string message) : base(message)
    {
    }

    /// <summary>A failure with a message and a cause.</summary>
    public OrleansConfigurationException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
