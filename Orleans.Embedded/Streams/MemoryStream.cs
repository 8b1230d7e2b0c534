using Orleans.Embedded.Activations;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orleans.Embedded.Streams;

/// <summary>One stream of the process.</summary>
internal sealed class MemoryStream<T>(MemoryStreamProvider provider, StreamId id) : IAsyncStream<T>
{
    public bool IsRewindable => false;

    public string ProviderName => provider.Name;

    public StreamId StreamId => id;

    public Task OnNextAsync(T item, StreamSequenceToken? token = null) => Publish(StreamEvent<T>.Next(item, token ?? new SequenceToken(provider.NextNumber())));

    public Task OnCompletedAsync() => Publish(StreamEvent<T>.End);

    public Task OnErrorAsync(Exception ex) => Publish(StreamEvent<T>.Error(ex));

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        var subscription = new Subscription<T>(provider, id, observer, Activation.Current);
        Activation.Current?.Attach(subscription);
        provider.Add(subscription);
        return Task.FromResult<StreamSubscriptionHandle<T>>(subscription);
    }

    public Task<IList<StreamSubscriptionHandle<T>>> GetAllSubscriptionHandles()
    {
        var mine = Activation.Current;
        return Task.FromResult<IList<StreamSubscriptionHandle<T>>>(
            [.. provider.SubscriptionsOf<T>(id).Where(subscription => ReferenceEquals(subscription.Owner, mine))]);
    }

    public bool Equals(IAsyncStream<T>? other) => other is not null && other.StreamId == id && other.ProviderName == provider.Name;

    public override bool Equals(object? obj) => Equals(obj as IAsyncStream<T>);

    public override int GetHashCode() => id.GetHashCode();

    private Task Publish(StreamEvent<T> item)
    {
        foreach (var subscription in provider.SubscriptionsOf<T>(id))
            subscription.Offer(item);
        return Task.CompletedTask;
    }
}
