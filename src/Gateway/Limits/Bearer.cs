namespace GridGrains.Gateway;

/// <summary>Whoever holds one token, as far as limits are concerned: what it has asked lately, and what it has open.</summary>
/// <param name="id">The token's.</param>
/// <param name="isField">Whether it is a device of the field: it reports, and is no steward.</param>
internal sealed class Bearer(string id, bool isField)
{
    private int connections;
    private int watches;

    public string Id => id;

    public bool IsField => isField;

    /// <summary>Of its reports.</summary>
    public Meter Reports { get; } = new();

    /// <summary>Of all its other requests.</summary>
    public Meter Requests { get; } = new();

    /// <summary>Opens a connection of the hub, if it has less than the most.</summary>
    public bool TryConnect(int most) => TryAdd(ref connections, 1, most);

    public void Disconnect() => Interlocked.Decrement(ref connections);

    /// <summary>Watches so many more places and trees, over all its connections, if that is not more than the most.</summary>
    public bool TryWatch(int more, int most) => TryAdd(ref watches, more, most);

    public void Unwatch(int fewer) => Interlocked.Add(ref watches, -fewer);

    /// <summary>Whether nothing of it needs to be remembered.</summary>
    public bool IsIdle(long now) => Volatile.Read(ref connections) == 0 && Reports.IsIdle(now) && Requests.IsIdle(now);

    private static bool TryAdd(ref int count, int more, int most)
    {
        if (Interlocked.Add(ref count, more) <= most)
            return true;
        Interlocked.Add(ref count, -more);
        return false;
    }
}
