using System.Collections;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.Utilities;

/// <summary>The observers of a grain. One that was not seen for the expiration, or that fails, is dropped. Not safe from several threads, as grains need not be.</summary>
public class ObserverManager<TIdentity, TObserver> : IEnumerable<TObserver>
{
#pragma warning disable CS8714 // Orleans declares no constraint; a null identity fails in the dictionary.
    private readonly Dictionary<TIdentity, Entry> _entries = [];
#pragma warning restore CS8714
    private readonly ILogger _log;

    /// <summary>No observers yet.</summary>
    /// <param name="expiration">How long an observer is kept after its last subscription.</param>
    /// <param name="log">Where dropped observers are noted.</param>
    public ObserverManager(TimeSpan expiration, ILogger log)
    {
        ArgumentNullException.ThrowIfNull(log);
        ExpirationDuration = expiration;
        _log = log;
        GetDateTime = () => TimeProvider.System.GetUtcNow().UtcDateTime;
    }

    /// <summary>How long an observer is kept after its last subscription.</summary>
    public TimeSpan ExpirationDuration { get; set; }

    /// <summary>The clock.</summary>
    public Func<DateTime> GetDateTime { get; set; }

    /// <summary>How many there are, expired ones included.</summary>
    public int Count => _entries.Count;

    /// <summary>The observers by identity, expired ones included.</summary>
#pragma warning disable CS8714 // Orleans declares it without a notnull constraint on the identity.
    public IReadOnlyDictionary<TIdentity, TObserver> Observers => _entries.ToDictionary(entry => entry.Key, entry => entry.Value.Observer);
#pragma warning restore CS8714

    /// <summary>Adds the observer, or notes that it was seen.</summary>
    public void Subscribe(TIdentity id, TObserver observer) => _entries[id] = new Entry(observer, GetDateTime());

    /// <summary>Drops the observer.</summary>
    public void Unsubscribe(TIdentity id) => _entries.Remove(id);

    /// <summary>Drops all.</summary>
    public void Clear() => _entries.Clear();

    /// <summary>Drops those that have expired.</summary>
    public void ClearExpired()
    {
        var now = GetDateTime();
        foreach (var (id, entry) in _entries.ToArray())
            DropIfExpired(id, entry, now);
    }

    /// <summary>Calls those that <paramref name="predicate"/> picks, one after the other; drops those that fail.</summary>
    public async Task Notify(Func<TObserver, Task> notification, Func<TObserver, bool>? predicate = null)
    {
        foreach (var (id, observer) in Chosen(predicate))
        {
            try
            {
                await notification(observer);
            }
            catch (Exception fault)
            {
                Drop(id, fault);
            }
        }
    }

    /// <summary>Calls those that <paramref name="predicate"/> picks, one after the other; drops those that fail.</summary>
    public void Notify(Action<TObserver> notification, Func<TObserver, bool>? predicate = null)
    {
        foreach (var (id, observer) in Chosen(predicate))
        {
            try
            {
                notification(observer);
            }
            catch (Exception fault)
            {
                Drop(id, fault);
            }
        }
    }

    /// <inheritdoc/>
    public IEnumerator<TObserver> GetEnumerator() => _entries.Values.Select(entry => entry.Observer).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private List<(TIdentity Id, TObserver Observer)> Chosen(Func<TObserver, bool>? predicate)
    {
        ClearExpired();
        return [.. _entries.Where(entry => predicate?.Invoke(entry.Value.Observer) ?? true).Select(entry => (entry.Key, entry.Value.Observer))];
    }

    private void DropIfExpired(TIdentity id, Entry entry, DateTime now)
    {
        if (entry.LastSeen + ExpirationDuration >= now)
            return;

        _entries.Remove(id);
        ObserverLog.Expired(_log, id);
    }

    private void Drop(TIdentity id, Exception fault)
    {
        _entries.Remove(id);
        ObserverLog.Failed(_log, fault, id);
    }

    private sealed record Entry(TObserver Observer, DateTime LastSeen);
}

/// <summary>Observers that identify themselves.</summary>
public class ObserverManager<TObserver>(TimeSpan expiration, ILogger log) : ObserverManager<IAddressable, TObserver>(expiration, log);
