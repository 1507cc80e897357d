using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Utilities;

namespace GridGrains.Conformance.Grains;

internal interface IListener : IGrainObserver
{
    void Hear(int number);

    Task<string> Answer(string question);
}

internal interface ISpeaker : IGrainWithStringKey
{
    Task Subscribe(IListener listener);

    Task Unsubscribe(IListener listener);

    /// <summary>Tells all listeners the numbers from 0 and gives how many listeners are left.</summary>
    Task<int> Speak(int numbers);

    Task<string> Ask(IListener listener, string question);

    /// <summary>Puts the clock by which subscriptions of a minute run out forward.</summary>
    Task PutForward(TimeSpan time);

    Task<int> Known();
}

internal sealed class SpeakerGrain : Grain, ISpeaker
{
    private readonly ObserverManager<IListener> listeners = new(TimeSpan.FromMinutes(1), NullLogger.Instance);
    private TimeSpan ahead;

    public SpeakerGrain() => listeners.GetDateTime = () => TimeProvider.System.GetUtcNow().UtcDateTime + ahead;

    public Task Subscribe(IListener listener)
    {
        listeners.Subscribe(listener, listener);
        return Task.CompletedTask;
    }

    public Task Unsubscribe(IListener listener)
    {
        listeners.Unsubscribe(listener);
        return Task.CompletedTask;
    }

    public Task<int> Speak(int numbers)
    {
        for (var i = 0; i < numbers; i++)
            listeners.Notify(listener => listener.Hear(i));
        return Task.FromResult(listeners.Count);
    }

    public Task<string> Ask(IListener listener, string question) => listener.Answer(question);

    public Task PutForward(TimeSpan time)
    {
        ahead += time;
        return Task.CompletedTask;
    }

    public Task<int> Known() => Task.FromResult(listeners.Count);
}
