using Orleans.Streams;

namespace Orleans.Embedded.Streams;

/// <summary>Something that a stream carries: an item, its end, or a fault.</summary>
internal readonly record struct StreamEvent<T>(T? Item, StreamSequenceToken? Token, Exception? Fault, bool IsEnd)
{
    public static StreamEvent<T> End => new(default, null, null, true);

    public static StreamEvent<T> Next(T item, StreamSequenceToken token) => new(item, token, null, false);

    public static StreamEvent<T> Error(Exception fault) => new(default, null, fault, false);

    public Task DeliverTo(IAsyncObserver<T> observer) =>
        IsEnd ? observer.OnCompletedAsync()
        : Fault is not null ? observer.OnErrorAsync(Fault)
        : observer.OnNextAsync(Item!, Token);
}
