using System.Collections.Concurrent;
using GridGrains.Conformance.Grains;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Utilities;
using Xunit;

namespace GridGrains.Conformance;

public sealed class ObserverTests(Cluster cluster)
{
    private ISpeaker Speaker(string key) => cluster.Grains.GetGrain<ISpeaker>(key);

    // In what order is nobody's promise: who needs one sends a version along.
    [Fact]
    public async Task Observer_ToldManyThings_HearsEachOnce()
    {
        Listener listener = new();
        var speaker = Speaker(Cluster.Key());
        await speaker.Subscribe(cluster.Grains.CreateObjectReference<IListener>(listener));
        await speaker.Speak(200);
        await Eventually.True(() => listener.Heard.Count == 200, "200 numbers");
        Assert.Equal(Enumerable.Range(0, 200), listener.Heard.Order());
    }

    [Fact]
    public async Task Observer_ThatHangs_HoldsNobodyUp()
    {
        Listener hanging = new() { Gate = new() };
        Listener listener = new();
        var speaker = Speaker(Cluster.Key());
        await speaker.Subscribe(cluster.Grains.CreateObjectReference<IListener>(hanging));
        await speaker.Subscribe(cluster.Grains.CreateObjectReference<IListener>(listener));
        await speaker.Speak(50);
        await Eventually.True(() => listener.Heard.Count == 50, "50 numbers beside a listener that hangs");
        hanging.Gate.SetResult();
        await Eventually.True(() => hanging.Heard.Count == 50, "50 numbers of the listener that hung");
        Assert.Equal(Enumerable.Range(0, 50), hanging.Heard.Order());
    }

    [Fact]
    public async Task Observer_ThatFails_IsNoMatterOfTheGrain()
    {
        Listener listener = new() { Fails = true };
        var speaker = Speaker(Cluster.Key());
        await speaker.Subscribe(cluster.Grains.CreateObjectReference<IListener>(listener));
        Assert.Equal(1, await speaker.Speak(3));
        await Eventually.True(() => listener.Heard.Count == 3, "3 numbers");
    }

    [Fact]
    public async Task Observer_Asked_Answers()
    {
        Listener listener = new();
        var reference = cluster.Grains.CreateObjectReference<IListener>(listener);
        Assert.Equal("why: because", await Speaker(Cluster.Key()).Ask(reference, "why"));
        GC.KeepAlive(listener);
    }

    [Fact]
    public async Task Observer_AskedAndFailing_FailsItsCaller()
    {
        Listener listener = new() { Fails = true };
        var reference = cluster.Grains.CreateObjectReference<IListener>(listener);
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => Speaker(Cluster.Key()).Ask(reference, "why"));
        Assert.Equal("No answer.", thrown.Message);
        GC.KeepAlive(listener);
    }

    [Fact]
    public async Task Observer_Deleted_HearsNoMore()
    {
        Listener deleted = new();
        Listener listener = new();
        var speaker = Speaker(Cluster.Key());
        var reference = cluster.Grains.CreateObjectReference<IListener>(deleted);
        await speaker.Subscribe(reference);
        await speaker.Subscribe(cluster.Grains.CreateObjectReference<IListener>(listener));
        await speaker.Speak(1);
        await Eventually.True(() => deleted.Heard.Count == 1 && listener.Heard.Count == 1, "a number each");
        cluster.Grains.DeleteObjectReference<IListener>(reference);
        await speaker.Speak(5);
        await Eventually.True(() => listener.Heard.Count == 6, "6 numbers");
        Assert.Single(deleted.Heard);
    }

    [Fact]
    public async Task Observer_SubscribedTwice_HearsOnceAndUnsubscribed_NoMore()
    {
        Listener listener = new();
        var speaker = Speaker(Cluster.Key());
        var reference = cluster.Grains.CreateObjectReference<IListener>(listener);
        await speaker.Subscribe(reference);
        await speaker.Subscribe(reference);
        Assert.Equal(1, await speaker.Speak(1));
        await Eventually.True(() => listener.Heard.Count == 1, "a number");
        await speaker.Unsubscribe(reference);
        Assert.Equal(0, await speaker.Speak(1));
        Assert.Single(listener.Heard);
    }

    [Fact]
    public async Task Observer_WhoseSubscriptionHasRunOut_IsForgotten()
    {
        Listener listener = new();
        var speaker = Speaker(Cluster.Key());
        var reference = cluster.Grains.CreateObjectReference<IListener>(listener);
        await speaker.Subscribe(reference);
        await speaker.PutForward(TimeSpan.FromSeconds(50));
        await speaker.Subscribe(reference);
        await speaker.PutForward(TimeSpan.FromSeconds(50));
        Assert.Equal(1, await speaker.Speak(1));
        await speaker.PutForward(TimeSpan.FromSeconds(50));
        Assert.Equal(1, await speaker.Known());
        Assert.Equal(0, await speaker.Speak(1));
        await Eventually.True(() => listener.Heard.Count == 1, "a number");
    }

    [Fact]
    public void ObserverManager_NotificationFails_ForgetsThatObserver()
    {
        ObserverManager<string, string> observers = new(TimeSpan.FromMinutes(1), NullLogger.Instance);
        observers.Subscribe("good", "good");
        observers.Subscribe("bad", "bad");
        List<string> told = [];
        observers.Notify(each => told.Add(each == "bad" ? throw new InvalidOperationException() : each), each => each != "none");
        Assert.Equal(["good"], told);
        Assert.Equal(["good"], observers);
        Assert.Equal(1, observers.Count);
    }

    [Fact]
    public void ObserverManager_ClearExpired_ForgetsOnlyWhatHasRunOut()
    {
        var now = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        ObserverManager<string, string> observers = new(TimeSpan.FromMinutes(1), NullLogger.Instance) { GetDateTime = () => now };
        observers.Subscribe("old", "old");
        now += TimeSpan.FromSeconds(61);
        observers.Subscribe("new", "new");
        observers.ClearExpired();
        Assert.Equal(["new"], observers.Observers.Keys);
    }

    private sealed class Listener : IListener
    {
        public ConcurrentQueue<int> Heard { get; } = [];

        public bool Fails { get; init; }

        public TaskCompletionSource? Gate { get; init; }

        public void Hear(int number)
        {
            if (Heard.IsEmpty)
                Gate?.Task.GetAwaiter().GetResult();
            Heard.Enqueue(number);
            if (Fails)
                throw new InvalidOperationException("The listener fails.");
        }

        public Task<string> Answer(string question) =>
            Fails ? throw new InvalidOperationException("No answer.") : Task.FromResult($"{question}: because");
    }
}
