using System.Collections.Concurrent;

namespace Orleans.Runtime;

/// <summary>The observers of this process under the names that their references carry.</summary>
internal sealed class ObserverDirectory(Silo silo)
{
    private static readonly GrainType Kind = GrainType.Create("sys.observer");

    private readonly ConcurrentDictionary<GrainId, ObserverTarget> targets = [];

    public static bool Owns(GrainId id) => id.Type == Kind;

    public GrainId Add(IGrainObserver observer)
    {
        var id = GrainId.Create(Kind, Guid.NewGuid().ToString("N"));
        targets[id] = new(observer, silo);
        return id;
    }

    public void Remove(GrainId id)
    {
        if (targets.TryRemove(id, out var target))
            target.Close();
    }

    public CallTarget? Deliver(GrainId id, Request request)
    {
        if (targets.TryGetValue(id, out var target) && target.Receive(request))
            return target;
        // Orleans lets such a caller wait until its time is up; the answer is the same.
        request.Fail(silo.TimedOut(request, "whose observer is gone"));
        return null;
    }

    public void Expire(long now)
    {
        foreach (var (id, target) in targets)
        {
            target.Expire(now);
            if (target.Dead)
                Remove(id);
        }
    }
}

/// <summary>One observer: its calls run one after the other, off every caller's thread. It is held weakly, as in Orleans.</summary>
internal sealed class ObserverTarget(IGrainObserver observer, Silo silo) : CallTarget
{
    private readonly Lock gate = new();
    private readonly WeakReference<IGrainObserver> observer = new(observer);
    private RequestList waiting;
    private Request? running;
    private bool pumping;
    private bool closed;

    public bool Dead => !observer.TryGetTarget(out _);

    public override bool Receive(Request request)
    {
        lock (gate)
        {
            if (closed)
                return false;
            waiting.Append(request);
            if (pumping)
                return true;
            pumping = true;
        }
        ThreadPool.UnsafeQueueUserWorkItem(static target => _ = target.Run(), this, preferLocal: true);
        return true;
    }

    public void Close()
    {
        lock (gate)
            closed = true;
    }

    public void Expire(long now)
    {
        List<Request> expired = [];
        lock (gate)
        {
            foreach (var request in waiting.Snapshot().Where(each => silo.HasTimedOut(each, now)))
            {
                waiting.Remove(request);
                expired.Add(request);
            }
            if (running is not null && silo.HasTimedOut(running, now))
                expired.Add(running);
        }
        foreach (var request in expired)
            request.Fail(silo.TimedOut(request, "on an observer"));
    }

    private async Task Run()
    {
        while (Next() is { } request)
        {
            if (observer.TryGetTarget(out var body))
                await request.Run(body);
            else
                request.Fail(silo.TimedOut(request, "whose observer is gone"));
        }
    }

    private Request? Next()
    {
        lock (gate)
        {
            running = closed ? null : waiting.First;
            if (running is not null)
                waiting.Remove(running);
            pumping = running is not null;
            return running;
        }
    }
}
