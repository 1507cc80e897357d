using System.Data.Common;
using Microsoft.AspNetCore.SignalR;

namespace GridGrains.Gateway;

/// <summary>Makes a refusal of whatever a method of the hub throws. What happened is logged, not sent.</summary>
internal sealed partial class RefusalFilter(ILogger<RefusalFilter> log) : IHubFilter
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext context, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        try
        {
            return await next(context);
        }
        catch (Exception e) when (e is TimeoutException or OrleansException or DbException or OperationCanceledException)
        {
            throw Refusal.Of(Problem.Unavailable("the ledger did not answer in time", RetryAfter));
        }
        catch (Exception e) when (e is not HubException)
        {
            LogFailed(e, context.HubMethodName);
            throw Refusal.Of(Problem.Internal());
        }
    }

    [LoggerMessage(410, LogLevel.Error, "{Method} on the hub failed")]
    private partial void LogFailed(Exception e, string method);
}
