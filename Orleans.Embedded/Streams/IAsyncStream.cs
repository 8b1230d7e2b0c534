using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>A stream: what is put in at one side comes out at every subscriber's.</summary>
public interface IAsyncStream
{
    /// <summary>Whether a subscriber can begin in the past.</summary>
    bool IsRewindable { get; }

    /// <summary>The provider's name.</summary>
    string ProviderName { get; }

    /// <summary>The stream's identity.</summary>
    StreamId StreamId { get; }
}

/// <inheritdoc cref="IAsyncStream"/>
public interface IAsyncStream<T> : IAsyncStream, IEquatable<IAsyncStream<T>>, IAsyncObservable<T>, IAsyncObserver<T>
{
    /// <summary>The caller's own subscriptions: those of the grain that asks, or those from outside grains.</summary>
    Task<IList<StreamSubscriptionHandle<T>>> GetAllSubscriptionHandles();
}

/// <summary>The side of a stream that items come out of.</summary>
public interface IAsyncObservable<T>
{
    /// <summary>Subscribes. What a grain subscribes runs as turns of that grain.</summary>
    Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer);
}

/// <summary>The side of a stream that items go into, and what a subscriber offers.</summary>
public interface IAsyncObserver<in T>
{
    /// <summary>The next item.</summary>
    Task OnNextAsync(T item, StreamSequenceToken? token = null);

    /// <summary>No more items come.</summary>
    Task OnCompletedAsync();

    /// <summary>Something went wrong, such as items that were lost.</summary>
    Task OnErrorAsync(Exception ex);
}

/// <summary>Gives streams.</summary>
public interface IStreamProvider
{
    /// <summary>The provider's name.</summary>
    string Name { get; }

    /// <summary>Whether a subscriber can begin in the past.</summary>
    bool IsRewindable { get; }

    /// <summary>The stream of that identity; it needs no creation.</summary>
    IAsyncStream<T> GetStream<T>(StreamId streamId);
}
