using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Orleans.Runtime;

/// <summary>The result of methods that have none.</summary>
internal readonly struct Nothing;

/// <summary>A call of a method, with its caller's promise.</summary>
internal abstract class MethodCall<TResult>(GrainMethod method, object?[] arguments, Silo silo) : Request
{
    // The caller goes on in a turn of its own, never within the callee's.
    private readonly TaskCompletionSource<TResult> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private CancellationTokenRegistration cancellation;

    public Task<TResult> Answer => answer.Task;

    public override bool AlwaysInterleave => method.AlwaysInterleave;

    public override bool ReadOnly => method.ReadOnly;

    public override TimeSpan? ResponseTimeout => method.ResponseTimeout;

    protected object?[] Arguments => arguments;

    /// <summary>Answers the caller when it cancels its token; the callee sees the token and may run on.</summary>
    public void AnswerWhenCancelled()
    {
        if (method.TokenIn(arguments) is not { CanBeCanceled: true } token)
            return;
        token.ThrowIfCancellationRequested();
        cancellation = token.UnsafeRegister(static (call, given) => ((MethodCall<TResult>)call!).answer.TrySetCanceled(given), this);
        if (answer.Task.IsCompleted)
            cancellation.Unregister();
    }

    public override void Fail(Exception exception)
    {
        // Nobody looks at the promise of a one-way call, and an exception that nobody looks at would be reported as forgotten.
        if (!method.OneWay && answer.TrySetException(exception))
            cancellation.Unregister();
    }

    public sealed override string ToString() => method.ToString();

    protected void Succeed(TResult result)
    {
        try
        {
            method.Result.Check(result);
            // Who has cancelled gets no result, even if the callee has seen the token first.
            if (cancellation.Token is { IsCancellationRequested: true } token ? answer.TrySetCanceled(token) : answer.TrySetResult(result))
                cancellation.Unregister();
        }
        catch (Exception refused)
        {
            Fail(refused);
        }
    }

    /// <summary>A write against an old state means that this activation's state is old: it ends, as in Orleans.</summary>
    protected void FailIn(object body, Exception exception)
    {
        if (exception is InconsistentStateException { IsSourceActivation: true } inconsistent && body is IGrainBase grain)
        {
            inconsistent.IsSourceActivation = false;
            grain.GrainContext.Deactivate(new(DeactivationReasonCode.ApplicationError, exception, exception.Message));
        }
        if (method.OneWay)
            CallLog.OneWayFailed(silo.Log, ToString(), exception);
        Fail(exception);
    }
}

/// <summary>A call of a method with a result.</summary>
internal sealed class ResultCall<TResult>(ResultMethod<TResult> method, object?[] arguments, Silo silo)
    : MethodCall<TResult>(method, arguments, silo)
{
    public override ValueTask Run(object body)
    {
        ValueTask<TResult> running;
        try
        {
            running = method.Invoke(body, Arguments);
        }
        catch (Exception exception)
        {
            FailIn(body, exception);
            return default;
        }
        if (!running.IsCompletedSuccessfully)
            return Finish(body, running);
        Succeed(running.GetAwaiter().GetResult());
        return default;
    }

    // Off the activation's scheduler: what is left to do here is no turn of the grain.
    private async ValueTask Finish(object body, ValueTask<TResult> running)
    {
        try
        {
            Succeed(await running.ConfigureAwait(false));
        }
        catch (Exception exception)
        {
            FailIn(body, exception);
        }
    }
}

/// <summary>A call of a method without a result.</summary>
internal sealed class PlainCall(PlainMethod method, object?[] arguments, Silo silo) : MethodCall<Nothing>(method, arguments, silo)
{
    public override ValueTask Run(object body)
    {
        ValueTask running;
        try
        {
            running = method.Invoke(body, Arguments);
        }
        catch (Exception exception)
        {
            FailIn(body, exception);
            return default;
        }
        if (!running.IsCompletedSuccessfully)
            return Finish(body, running);
        Succeed(default);
        return default;
    }

    private async ValueTask Finish(object body, ValueTask running)
    {
        try
        {
            await running.ConfigureAwait(false);
            Succeed(default);
        }
        catch (Exception exception)
        {
            FailIn(body, exception);
        }
    }
}

internal static partial class CallLog
{
    [LoggerMessage(EventId = 20, Level = LogLevel.Warning, Message = "One-way call {Call} failed")]
    public static partial void OneWayFailed(ILogger logger, string call, Exception exception);
}
