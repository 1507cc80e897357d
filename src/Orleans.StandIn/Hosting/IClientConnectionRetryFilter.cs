namespace Orleans;

/// <summary>Decides whether a client that reached no silo tries again; in one process none has to.</summary>
public interface IClientConnectionRetryFilter
{
    /// <summary>Whether to try again, after whatever pause this took.</summary>
    Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken);
}
