namespace Orleans.Runtime;

/// <summary>Runs the turns of one activation, one after the other, on threads of the pool.</summary>
internal sealed class ActivationScheduler(Lock gate, Action pump) : TaskScheduler, IThreadPoolWorkItem
{
    // So many turns in a row, then others have the thread.
    private const int Batch = 64;

    [ThreadStatic]
    private static ActivationScheduler? current;

    private readonly Queue<Task> turns = [];
    private bool pumpWanted;
    private bool scheduled;

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Has the activation look at its requests in its next turn.</summary>
    public void WantPump()
    {
        bool idle;
        lock (gate)
        {
            pumpWanted = true;
            idle = !scheduled;
            scheduled = true;
        }
        if (idle)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    void IThreadPoolWorkItem.Execute()
    {
        var outer = current;
        current = this;
        try
        {
            // Within a task of this scheduler every await of the grain's code comes back here.
            new Task(static self => ((ActivationScheduler)self!).RunBatch(), this, TaskCreationOptions.DenyChildAttach)
                .RunSynchronously(this);
        }
        finally
        {
            current = outer;
        }
        lock (gate)
        {
            scheduled = pumpWanted || turns.Count > 0;
            if (!scheduled)
                return;
        }
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    protected override void QueueTask(Task task)
    {
        bool idle;
        lock (gate)
        {
            turns.Enqueue(task);
            idle = !scheduled;
            scheduled = true;
        }
        if (idle)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && current == this && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (gate)
            return [.. turns];
    }

    private void RunBatch()
    {
        // What one call leaves in its execution context is no business of the next.
        var clean = ExecutionContext.Capture();
        for (var i = 0; i < Batch; i++)
        {
            bool pumping;
            Task? turn;
            lock (gate)
            {
                pumping = pumpWanted;
                pumpWanted = false;
                turns.TryDequeue(out turn);
            }
            if (!pumping && turn is null)
                return;
            if (pumping)
                pump();
            if (turn is not null)
                TryExecuteTask(turn);
            if (clean is not null)
                ExecutionContext.Restore(clean);
        }
    }
}
