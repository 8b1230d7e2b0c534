using Orleans.Embedded.Activations;
using Orleans.Embedded.Calls;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orleans.Embedded.Streams;

/// <summary>
/// One subscriber of a stream, with a queue of its own: a slow or failing one keeps nobody else waiting. When the queue
/// is full the oldest item goes, and the subscriber is told by OnErrorAsync before it gets the next.
/// </summary>
internal sealed class Subscription<T>(MemoryStreamProvider provider, StreamId id, IAsyncObserver<T> observer, Activation? owner)
    : StreamSubscriptionHandle<T>, IAsyncDisposable, IThreadPoolWorkItem
{
    private const int Capacity = 4096;

    private readonly Lock _lock = new();
    private readonly Queue<StreamEvent<T>> _queue = new();
    private int _dropped;
    private bool _delivering;
    private bool _ended;

    public Activation? Owner => owner;

    public override StreamId StreamId => id;

    public override string ProviderName => provider.Name;

    public override Guid HandleId { get; } = Guid.NewGuid();

    public override bool Equals(StreamSubscriptionHandle<T>? other) => other is not null && other.HandleId == HandleId;

    public override bool Equals(object? obj) => Equals(obj as StreamSubscriptionHandle<T>);

    public override int GetHashCode() => HandleId.GetHashCode();

    public override Task UnsubscribeAsync()
    {
        End();
        owner?.Detach(this);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        End();
        return ValueTask.CompletedTask;
    }

    public void Offer(StreamEvent<T> item)
    {
        lock (_lock)
        {
            if (_ended)
                return;
            if (_queue.Count == Capacity)
            {
                _queue.Dequeue();
                _dropped++;
            }

            _queue.Enqueue(item);
            if (_delivering)
                return;
            _delivering = true;
        }

        Deliver();
    }

    void IThreadPoolWorkItem.Execute() => DeliverAllAsync();

    private void End()
    {
        provider.Remove(this);
        lock (_lock)
        {
            _ended = true;
            _queue.Clear();
        }
    }

    // A grain's items are turns of the grain; others' run on the pool.
    private void Deliver()
    {
        if (owner is null)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        else
            owner.Receive(new Delivery(this), inline: false);
    }

    private async void DeliverAllAsync()
    {
        while (await DeliverOneAsync())
        {
            // on to the next
        }
    }

    /// <summary>Delivers the next event; whether there is another.</summary>
    private async Task<bool> DeliverOneAsync()
    {
        if (!TryTake(out var item))
            return false;

        try
        {
            await item.DeliverTo(observer);
        }
        catch (Exception fault)
        {
            provider.Silo.LogStreamFault(fault, id);
        }

        return HasMore();
    }

    private bool TryTake(out StreamEvent<T> item)
    {
        lock (_lock)
        {
            if (_dropped > 0 && !_ended)
            {
                item = StreamEvent<T>.Error(new DataNotAvailableException(
                    $"{_dropped} items of stream {id} were dropped: the subscriber holds {Capacity} and has not read them."));
                _dropped = 0;
                return true;
            }

            return _queue.TryDequeue(out item) || (_delivering = false);
        }
    }

    private bool HasMore()
    {
        lock (_lock)
            return _delivering = _queue.Count > 0 && !_ended;
    }

    private sealed class Delivery(Subscription<T> subscription) : InternalCall
    {
        public override void Lost(Exception? cause)
        {
            // The subscription went with its activation.
        }

        public override string ToString() => $"A delivery of stream {subscription.StreamId}";

        protected override async Task RunAsync()
        {
            // One event a turn, so that calls of the grain come in between.
            if (await subscription.DeliverOneAsync())
                subscription.Deliver();
        }
    }
}
