namespace GridGrains.Gateway;

/// <summary>The ledger could not be asked; what came instead of an answer is inside.</summary>
internal sealed class LedgerUnavailableException(Exception failure) : Exception("the ledger did not answer", failure);

/// <summary>
/// The one way to a grain's answer. Whatever a call throws becomes <see cref="LedgerUnavailableException"/>, of whatever type it is: an exception
/// that has come from another silo need not have the type that it was thrown with, so no type may decide what a client is told.
/// What a grain refuses it answers; what the gateway itself throws stays a defect.
/// </summary>
internal static class LedgerCall
{
    /// <summary>The grain's answer.</summary>
    /// <exception cref="LedgerUnavailableException">There is none.</exception>
    public static async Task<T> AskAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception e)
        {
            throw new LedgerUnavailableException(e);
        }
    }

    /// <summary>As above, of a call that answers nothing.</summary>
    public static async Task AskAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (Exception e)
        {
            throw new LedgerUnavailableException(e);
        }
    }
}
