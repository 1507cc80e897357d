using System.Collections;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.Utilities;

/// <summary>Observers under their references.</summary>
public class ObserverManager<TObserver>(TimeSpan expiration, ILogger log) : ObserverManager<IAddressable, TObserver>(expiration, log);

/// <summary>Observers that are forgotten when they fail or have not subscribed again for a while; used from one grain's turns.</summary>
public partial class ObserverManager<TIdentity, TObserver>(TimeSpan expiration, ILogger log) : IEnumerable<TObserver>
    where TIdentity : notnull
{
    private readonly ILogger log = log ?? throw new ArgumentNullException(nameof(log));
    private Dictionary<TIdentity, Entry> entries = [];

    /// <summary>The clock by which observers expire, in UTC.</summary>
    public Func<DateTime> GetDateTime { get; set; } = () => TimeProvider.System.GetUtcNow().UtcDateTime;

    /// <summary>How long a subscription lasts.</summary>
    public TimeSpan ExpirationDuration { get; set; } = expiration;

    /// <summary>How many there are, expired ones included until they are cleared.</summary>
    public int Count => entries.Count;

    /// <summary>A copy of what is subscribed.</summary>
    public IReadOnlyDictionary<TIdentity, TObserver> Observers => entries.ToDictionary(pair => pair.Key, pair => pair.Value.Observer);

    /// <summary>Adds an observer or renews its subscription.</summary>
    public void Subscribe(TIdentity id, TObserver observer) =>
        Change(copy => copy[id] = new(observer, GetDateTime()));

    /// <summary>Forgets an observer.</summary>
    public void Unsubscribe(TIdentity id) => Change(copy => copy.Remove(id));

    /// <summary>Forgets all observers.</summary>
    public void Clear() => entries = [];

    /// <summary>Forgets the observers whose subscription has run out.</summary>
    public void ClearExpired()
    {
        var now = GetDateTime();
        Forget([.. entries.Where(pair => Expired(pair.Value, now)).Select(pair => pair.Key)]);
    }

    /// <summary>Calls each observer that matches and waits for it before the next; one that fails is forgotten.</summary>
    public async Task Notify(Func<TObserver, Task> notification, Func<TObserver, bool>? predicate = null)
    {
        ArgumentNullException.ThrowIfNull(notification);
        var now = GetDateTime();
        List<TIdentity> defunct = [];
        foreach (var (id, entry) in entries)
        {
            if (Expired(entry, now))
                defunct.Add(id);
            else if (predicate is null || predicate(entry.Observer))
            {
                try
                {
                    await notification(entry.Observer);
                }
                catch (Exception failure)
                {
                    LogFailed(log, failure);
                    defunct.Add(id);
                }
            }
        }
        Forget(defunct);
    }

    /// <summary>Calls each observer that matches; one that fails is forgotten.</summary>
    public void Notify(Action<TObserver> notification, Func<TObserver, bool>? predicate = null)
    {
        ArgumentNullException.ThrowIfNull(notification);
        var now = GetDateTime();
        List<TIdentity> defunct = [];
        foreach (var (id, entry) in entries)
        {
            if (Expired(entry, now))
                defunct.Add(id);
            else if (predicate is null || predicate(entry.Observer))
            {
                try
                {
                    notification(entry.Observer);
                }
                catch (Exception failure)
                {
                    LogFailed(log, failure);
                    defunct.Add(id);
                }
            }
        }
        Forget(defunct);
    }

    /// <inheritdoc/>
    public IEnumerator<TObserver> GetEnumerator() => entries.Values.Select(entry => entry.Observer).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private bool Expired(Entry entry, DateTime now) => entry.LastSeen + ExpirationDuration < now;

    private void Forget(List<TIdentity> defunct)
    {
        if (defunct.Count > 0)
            Change(copy => defunct.ForEach(id => copy.Remove(id)));
    }

    // A notification under way may await while others subscribe: it goes on over the old dictionary.
    private void Change(Action<Dictionary<TIdentity, Entry>> change)
    {
        Dictionary<TIdentity, Entry> copy = new(entries);
        change(copy);
        entries = copy;
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Debug, Message = "An observer failed and is forgotten")]
    private static partial void LogFailed(ILogger logger, Exception failure);

    private sealed record Entry(TObserver Observer, DateTime LastSeen);
}
