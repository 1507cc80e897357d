using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Orleans.Runtime;

internal sealed partial class Activation
{
    private readonly HashSet<IDisposable> timers = [];
    private ActivationState state;
    private DeactivationReason reason;
    private Exception? failure;
    private CancellationToken hurry;
    private bool activating;
    private bool wasValid;

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        lock (gate)
        {
            if (state > ActivationState.Valid)
                return;
            (reason, hurry) = (deactivationReason, cancellationToken);
            state = ActivationState.Deactivating;
        }
        scheduler.WantPump();
    }

    /// <summary>Ends the activation if nobody has called it for that long.</summary>
    public void Collect(long now, TimeSpan age)
    {
        lock (gate)
        {
            if (state != ActivationState.Valid || waiting.Count + running.Count > 0 || Silo.Time.GetElapsedTime(lastUsed, now) < age)
                return;
            Deactivate(new(DeactivationReasonCode.ActivationIdle, $"Nobody has called for {age}."));
        }
    }

    public void Keep(IDisposable timer)
    {
        lock (gate)
            timers.Add(timer);
    }

    public void Forget(IDisposable timer)
    {
        lock (gate)
            timers.Remove(timer);
    }

    private async Task Activate()
    {
        try
        {
            using CancellationTokenSource limit = new(Silo.Collection.ActivationTimeout, Silo.Time);
            services = Silo.Services.CreateAsyncScope();
            foreach (var stored in Construct())
                await stored.ReadStateAsync(limit.Token).WaitAsync(limit.Token);
            if (GrainInstance is IGrainBase grain)
                await grain.OnActivateAsync(limit.Token).WaitAsync(limit.Token);
        }
        catch (Exception exception)
        {
            LogActivationFailed(Silo.Log, GrainId, exception);
            failure = exception;
        }
        lock (gate)
        {
            activating = false;
            lastUsed = Silo.Now;
            if (failure is not null)
                state = ActivationState.Deactivating;
            else if (state == ActivationState.Activating)
                (state, wasValid) = (ActivationState.Valid, true);
        }
        scheduler.WantPump();
    }

    private List<Core.IStorage> Construct()
    {
        List<Core.IStorage> states = [];
        underConstruction = this;
        try
        {
            GrainInstance = kind.Create(this, states);
        }
        finally
        {
            underConstruction = null;
        }
        return states;
    }

    private async Task End()
    {
        StopTimers();
        try
        {
            using CancellationTokenSource limit = new(Silo.Collection.DeactivationTimeout, Silo.Time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, hurry);
            if (wasValid && GrainInstance is IGrainBase grain)
                await grain.OnDeactivateAsync(reason, both.Token).WaitAsync(both.Token);
        }
        catch (Exception exception)
        {
            LogDeactivationFailed(Silo.Log, GrainId, exception);
        }
        try
        {
            await DisposeBody();
        }
        catch (Exception exception)
        {
            LogDeactivationFailed(Silo.Log, GrainId, exception);
        }
        PassOn();
    }

    private void StopTimers()
    {
        IDisposable[] all;
        lock (gate)
            all = [.. timers];
        foreach (var timer in all)
            timer.Dispose();
    }

    private async ValueTask DisposeBody()
    {
        if (GrainInstance is IAsyncDisposable asynchronous)
            await asynchronous.DisposeAsync();
        else if (GrainInstance is IDisposable synchronous)
            synchronous.Dispose();
        if (services.ServiceProvider is not null)
            await services.DisposeAsync();
    }

    // Requests that came meanwhile go to the next activation; if this one never became ready they fail as it did.
    private void PassOn()
    {
        IEnumerable<Request> left;
        lock (gate)
        {
            state = ActivationState.Ended;
            left = waiting.Snapshot();
            waiting = default;
        }
        Silo.Remove(this);
        foreach (var request in left)
        {
            request.Previous = request.Next = null;
            if (request.Local)
                continue;
            if (failure is null)
                Silo.Deliver(GrainId, request);
            else
                request.Fail(failure);
        }
        deactivated.TrySetResult();
    }

    [LoggerMessage(EventId = 10, Level = LogLevel.Error, Message = "Grain {Grain} could not be activated")]
    private static partial void LogActivationFailed(ILogger logger, GrainId grain, Exception exception);

    [LoggerMessage(EventId = 11, Level = LogLevel.Error, Message = "Grain {Grain} failed while it was deactivated")]
    private static partial void LogDeactivationFailed(ILogger logger, GrainId grain, Exception exception);
}
