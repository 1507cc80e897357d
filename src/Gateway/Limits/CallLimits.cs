using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace GridGrains.Gateway;

/// <summary>Lets each connection of the hub make so many calls in a second, and each token send no more reports than over HTTP.</summary>
internal sealed class CallLimits(ReportLimits reports, SlowDown slowDown, IOptions<FeedOptions> options, TimeProvider time) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext context, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var connection = context.Context.Features.Get<HubSocket>()!;
        var wait = connection.Calls.Take(1, options.Value.CallsPerSecond, time.GetTimestamp(), time.TimestampFrequency);
        if (wait == TimeSpan.Zero && context.HubMethodName == nameof(GridHub.Report) && connection.Bearer is { } bearer)
            wait = reports.Take(bearer);
        return wait == TimeSpan.Zero ? await next(context) : throw Refusal.Of(await slowDown.AfterAWhileAsync(wait, context.Context.ConnectionAborted));
    }
}
