using System.Diagnostics;
using System.Net;

namespace GridGrains.Bench.FanOut;

/// <summary>A service that pushes snapshots of places to its clients, in a process of its own.</summary>
internal interface IPusher : IAsyncDisposable
{
    string Name { get; }

    IPEndPoint Address { get; }

    /// <summary>Its process, whose CPU is counted.</summary>
    Process Process { get; }

    string Token { get; }

    /// <summary>How often its places have changed because of reports; null if it changes by itself.</summary>
    long? Changes => null;

    /// <summary>Whether its clients speak NATS' protocol and not the hub's.</summary>
    bool SpeaksNats => false;

    /// <summary>Lets the places change, each once in an interval, until cancelled.</summary>
    Task ChangeAsync(CancellationToken stop);
}
