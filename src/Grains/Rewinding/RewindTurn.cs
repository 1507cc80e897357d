namespace GridGrains.Rewinding;

/// <summary>How many look back in a silo at once: each reads a whole journal below a place, beside the reports.</summary>
internal sealed class RewindTurn(TimeProvider time) : IDisposable
{
    private const int AtOnce = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim places = new(AtOnce);

    /// <summary>Does the work when it is its turn; null if that does not come in time.</summary>
    public async Task<T?> TryAsync<T>(Func<Task<T>> work) where T : class
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            await places.WaitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        try
        {
            return await work();
        }
        finally
        {
            places.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => places.Dispose();
}
