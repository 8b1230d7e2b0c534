using System.Collections.Concurrent;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orleans.Embedded.Streams;

/// <summary>Streams within the process. A stream that nobody has subscribed to is not kept and costs a look-up.</summary>
internal sealed class MemoryStreamProvider(string name, Activations.LocalSilo silo) : IStreamProvider
{
    private readonly ConcurrentDictionary<(StreamId Id, Type Item), object> _subscriptions = new();
    private long _sequence;

    public string Name => name;

    public bool IsRewindable => false;

    public Activations.LocalSilo Silo => silo;

    public IAsyncStream<T> GetStream<T>(StreamId streamId) => new MemoryStream<T>(this, streamId);

    public Subscription<T>[] SubscriptionsOf<T>(StreamId id) =>
        _subscriptions.TryGetValue((id, typeof(T)), out var list) ? (Subscription<T>[])list : [];

    public long NextNumber() => Interlocked.Increment(ref _sequence);

    public void Add<T>(Subscription<T> subscription) => _subscriptions.AddOrUpdate(
        (subscription.StreamId, typeof(T)),
        static (_, added) => new[] { added },
        static (_, list, added) => ((Subscription<T>[])list).Append(added).ToArray(),
        subscription);

    public void Remove<T>(Subscription<T> subscription)
    {
        var key = (subscription.StreamId, typeof(T));
        while (_subscriptions.TryGetValue(key, out var list))
        {
            var rest = ((Subscription<T>[])list).Where(other => !ReferenceEquals(other, subscription)).ToArray();
            var done = rest.Length == 0
                ? _subscriptions.TryRemove(new KeyValuePair<(StreamId, Type), object>(key, list))
                : _subscriptions.TryUpdate(key, rest, list);
            if (done)
                return;
        }
    }
}
