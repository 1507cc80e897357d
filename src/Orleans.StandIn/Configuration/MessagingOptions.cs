namespace Orleans.Configuration;

/// <summary>How calls travel.</summary>
public abstract class MessagingOptions
{
    /// <summary>How long a caller waits for the answer, 30 s unless told.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);
}

/// <summary>How calls travel within a silo.</summary>
public class SiloMessagingOptions : MessagingOptions;

/// <summary>How the calls of a client in a process of its own travel.</summary>
public class ClientMessagingOptions : MessagingOptions;
