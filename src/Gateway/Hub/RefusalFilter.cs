using Microsoft.AspNetCore.SignalR;

namespace GridGrains.Gateway;

/// <summary>Makes a refusal of whatever a method of the hub throws. What happened is logged, not sent.</summary>
internal sealed partial class RefusalFilter(RefusalTrail trail, ILogger<RefusalFilter> log) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext context, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        try
        {
            return await next(context);
        }
        catch (HubException e) when (Refusal.ProblemOf(e) is { } problem)
        {
            trail.Add(context, problem);
            throw;
        }
        catch (LedgerUnavailableException e)
        {
            LogUnavailable(context.HubMethodName, e.InnerException!.GetType().Name, e.InnerException.Message);
            throw Refusal.Of(Problem.LedgerUnavailable());
        }
        catch (OperationCanceledException) when (context.Context.ConnectionAborted.IsCancellationRequested)
        {
            // The client left; nobody hears this.
            throw Refusal.Of(Problem.LedgerUnavailable());
        }
        catch (Exception e) when (e is not HubException)
        {
            LogFailed(e, context.HubMethodName);
            throw Refusal.Of(Problem.Internal());
        }
    }

    [LoggerMessage(410, LogLevel.Error, "{Method} on the hub failed")]
    private partial void LogFailed(Exception e, string method);

    [LoggerMessage(412, LogLevel.Warning, "{Method} on the hub had no answer of its grains: {Failure}: {Why}")]
    private partial void LogUnavailable(string method, string failure, string why);
}
