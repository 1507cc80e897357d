using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Orleans.Runtime;

/// <summary>The one silo of the process: which grains are active, and the way to them.</summary>
internal sealed partial class Silo : IHostedService, IDisposable
{
    private readonly ConcurrentDictionary<GrainId, Activation> active = [];
    private readonly SiloMessagingOptions messaging;
    private readonly TimeSpan beat;
    private ITimer? heart;
    private ITimer? collector;
    private volatile SiloState state;
    private long now;

    public Silo(
        IServiceProvider services,
        TimeProvider time,
        IOptions<SiloMessagingOptions> messaging,
        IOptions<GrainCollectionOptions> collection,
        ILoggerFactory loggers)
    {
        (Services, Time, Log) = (services, time, loggers.CreateLogger("StandIn"));
        this.messaging = messaging.Value;
        Collection = collection.Value;
        var eighth = this.messaging.ResponseTimeout / 8;
        beat = TimeSpan.FromMilliseconds(Math.Clamp(eighth.TotalMilliseconds, 10, 1000));
        now = time.GetTimestamp();
        Observers = new(this);
        Factory = new(this);
    }

    public IServiceProvider Services { get; }

    public TimeProvider Time { get; }

    public ILogger Log { get; }

    public GrainCollectionOptions Collection { get; }

    public GrainTypes Types { get; } = new();

    public GrainFactory Factory { get; }

    public ObserverDirectory Observers { get; }

    /// <summary>A timestamp of <see cref="Time"/> that lags by one beat at most, since it is taken for every call.</summary>
    public long Now => Volatile.Read(ref now);

    public bool HasTimedOut(Request request, long at) => Time.GetElapsedTime(request.SentAt, at) > TimeoutOf(request) + beat;

    public TimeoutException TimedOut(Request request, string where) =>
        new($"Response did not arrive on time in {TimeoutOf(request)} for message: {request} {where}.");

    /// <summary>Hands the request to the grain's activation, which it makes if there is none.</summary>
    /// <returns>Who has it now; null if it has failed.</returns>
    public CallTarget? Deliver(GrainId id, Request request)
    {
        if (ObserverDirectory.Owns(id))
            return Observers.Deliver(id, request);
        while (true)
        {
            if (!active.TryGetValue(id, out var activation))
            {
                if (state != SiloState.Running)
                {
                    var why = state == SiloState.New ? "has not started" : "is stopping";
                    request.Fail(new SiloUnavailableException($"The silo {why}; {request} on {id} cannot be served."));
                    return null;
                }
                activation = active.GetOrAdd(id, static (grain, silo) => new(silo, grain), this);
            }
            if (activation.Receive(request))
                return activation;
            Remove(activation);
        }
    }

    public void Remove(Activation activation) => active.TryRemove(new(activation.GrainId, activation));

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var contract in Types.Interfaces)
            Factory.Contract(contract);
        heart = Time.CreateTimer(static silo => ((Silo)silo!).Beat(), this, beat, beat);
        var quantum = Collection.CollectionQuantum;
        collector = Time.CreateTimer(static silo => ((Silo)silo!).Collect(), this, quantum, quantum);
        state = SiloState.Running;
        LogStarted(Log);
        return Task.CompletedTask;
    }

    /// <summary>Ends every activation, so that each saves what it has to save.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        state = SiloState.Stopping;
        collector?.Dispose();
        while (!active.IsEmpty)
        {
            var ending = active.Values.ToArray();
            foreach (var activation in ending)
                activation.Deactivate(new(DeactivationReasonCode.ShuttingDown, "The silo stops."), cancellationToken);
            await Task.WhenAll(ending.Select(activation => activation.Deactivated)).WaitAsync(cancellationToken);
        }
        heart?.Dispose();
        LogStopped(Log);
    }

    public void Dispose()
    {
        heart?.Dispose();
        collector?.Dispose();
    }

    private TimeSpan TimeoutOf(Request request) => request.ResponseTimeout ?? messaging.ResponseTimeout;

    private void Beat()
    {
        Volatile.Write(ref now, Time.GetTimestamp());
        foreach (var (_, activation) in active)
            activation.Expire(now);
        Observers.Expire(now);
    }

    private void Collect()
    {
        foreach (var (_, activation) in active)
            activation.Collect(Now, Collection.CollectionAge);
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "The stand-in silo has started: one process, no cluster")]
    private static partial void LogStarted(ILogger logger);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "The stand-in silo has stopped")]
    private static partial void LogStopped(ILogger logger);

    private enum SiloState
    {
        New,
        Running,
        Stopping,
    }
}
