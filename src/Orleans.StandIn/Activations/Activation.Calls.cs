namespace Orleans.Runtime;

internal sealed partial class Activation
{
    private RequestList waiting;
    private RequestList running;
    private int waitingToPass;
    private Request? blocking;
    private long lastUsed;

    public override bool Receive(Request request)
    {
        lock (gate)
        {
            if (state == ActivationState.Ended)
                return false;
            waiting.Append(request);
            if (request.MayPass)
                waitingToPass++;
            if (state != ActivationState.New && (state != ActivationState.Valid || !MayRun(request)))
                return true;
        }
        scheduler.WantPump();
        return true;
    }

    /// <summary>Fails what has waited or run for longer than the response time-out.</summary>
    public void Expire(long now)
    {
        if (waiting.Count + running.Count == 0)
            return;
        List<Request> expired = [];
        lock (gate)
        {
            foreach (var request in waiting.Snapshot())
            {
                if (!Expired(request))
                    continue;
                StopWaiting(request);
                expired.Add(request);
            }
            // The caller has its answer; the call itself runs on, since nobody can stop it.
            expired.AddRange(running.Snapshot().Where(Expired));
        }
        foreach (var request in expired)
            request.Fail(Silo.TimedOut(request, $"on {GrainId}"));

        bool Expired(Request request) => !request.Local && Silo.HasTimedOut(request, now);
    }

    // Runs in a turn of this activation.
    private void Pump()
    {
        ActivationState? step;
        while (NextRequest(out step) is { } next)
        {
            var done = next.Run(GrainInstance!);
            if (done.IsCompleted)
                Finished(next);
            else
                _ = FinishLater(next, done);
        }
        if (step == ActivationState.Activating)
            _ = Activate();
        else if (step == ActivationState.Ending)
            _ = End();
    }

    private async Task FinishLater(Request request, ValueTask done)
    {
        await done.ConfigureAwait(false);
        if (Finished(request))
            scheduler.WantPump();
    }

    /// <summary>The next request to run; when there is none, the step of life that is due instead.</summary>
    private Request? NextRequest(out ActivationState? step)
    {
        lock (gate)
        {
            step = state switch
            {
                ActivationState.New => ActivationState.Activating,
                ActivationState.Deactivating when running.Count == 0 && !activating => ActivationState.Ending,
                _ => null,
            };
            if (step is { } due)
            {
                state = due;
                activating = due == ActivationState.Activating;
            }
            return state == ActivationState.Valid ? TakeRunnable() : null;
        }
    }

    private Request? TakeRunnable()
    {
        var request = waiting.First;
        if (blocking is not null && !kind.Reentrant && waitingToPass == 0)
            return null;
        while (request is not null && !MayRun(request))
            request = request.Next;
        if (request is null)
            return null;
        StopWaiting(request);
        running.Append(request);
        if (blocking is null && !request.AlwaysInterleave)
            blocking = request;
        return request;
    }

    // Orleans' rule (ActivationData.MayInvokeRequest), without call-chain reentrancy.
    private bool MayRun(Request request) =>
        running.Count == 0
        || request.AlwaysInterleave
        || blocking is null
        || (blocking.ReadOnly && request.ReadOnly)
        || kind.Reentrant;

    private void StopWaiting(Request request)
    {
        waiting.Remove(request);
        if (request.MayPass)
            waitingToPass--;
    }

    private bool Finished(Request request)
    {
        lock (gate)
        {
            running.Remove(request);
            if (blocking == request)
                blocking = null;
            if (request.KeepAlive)
                lastUsed = Silo.Now;
            return waiting.Count > 0 || state == ActivationState.Deactivating;
        }
    }
}
