namespace Orleans.Runtime;

/// <summary>One call on its way; it stands in at most one <see cref="RequestList"/> at a time.</summary>
internal abstract class Request
{
    public Request? Previous { get; set; }

    public Request? Next { get; set; }

    /// <summary>The silo's coarse clock when the caller sent it.</summary>
    public long SentAt { get; init; }

    public virtual bool AlwaysInterleave => false;

    public virtual bool ReadOnly => false;

    /// <summary>How long its caller waits; null: as long as the silo's options say.</summary>
    public virtual TimeSpan? ResponseTimeout => null;

    /// <summary>Whether it counts as use of the activation.</summary>
    public virtual bool KeepAlive => true;

    /// <summary>Whether it means this activation only and neither expires nor goes to the next one.</summary>
    public virtual bool Local => false;

    /// <summary>Whether it may pass a request that blocks others.</summary>
    public bool MayPass => AlwaysInterleave || ReadOnly;

    /// <summary>Runs it on the object and answers the caller; never fails itself.</summary>
    public abstract ValueTask Run(object body);

    /// <summary>Answers the caller with an exception, unless it has its answer.</summary>
    public abstract void Fail(Exception exception);
}

/// <summary>Requests in the order of their coming; any of them can be taken out at once.</summary>
internal struct RequestList
{
    private Request? last;

    public Request? First { get; private set; }

    public int Count { get; private set; }

    public void Append(Request request)
    {
        request.Previous = last;
        if (last is null)
            First = request;
        else
            last.Next = request;
        last = request;
        Count++;
    }

    public void Remove(Request request)
    {
        if (request.Previous is null)
            First = request.Next;
        else
            request.Previous.Next = request.Next;
        if (request.Next is null)
            last = request.Previous;
        else
            request.Next.Previous = request.Previous;
        request.Previous = request.Next = null;
        Count--;
    }

    public readonly IEnumerable<Request> Snapshot()
    {
        var all = new List<Request>(Count);
        for (var request = First; request is not null; request = request.Next)
            all.Add(request);
        return all;
    }
}

/// <summary>Where calls arrive: an activation or an observer.</summary>
internal abstract class CallTarget
{
    /// <summary>Takes the request over; false: the target has ended and the request must go to its successor.</summary>
    public abstract bool Receive(Request request);
}
