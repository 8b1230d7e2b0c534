namespace Orleans.Streams;

/// <summary>Subscribing with delegates.</summary>
public static class AsyncObservableExtensions
{
    private static readonly Func<Exception, Task> IgnoreError = static _ => Task.CompletedTask;
    private static readonly Func<Task> IgnoreEnd = static () => Task.CompletedTask;

    /// <summary>Subscribes.</summary>
    public static Task<StreamSubscriptionHandle<T>> SubscribeAsync<T>(this IAsyncObservable<T> obs, Func<T, StreamSequenceToken?, Task> onNextAsync) =>
        SubscribeAsync(obs, onNextAsync, IgnoreError, IgnoreEnd);

    /// <summary>Subscribes.</summary>
    public static Task<StreamSubscriptionHandle<T>> SubscribeAsync<T>(
        this IAsyncObservable<T> obs, Func<T, StreamSequenceToken?, Task> onNextAsync, Func<Exception, Task> onErrorAsync) =>
        SubscribeAsync(obs, onNextAsync, onErrorAsync, IgnoreEnd);

    /// <summary>Subscribes.</summary>
    public static Task<StreamSubscriptionHandle<T>> SubscribeAsync<T>(
        this IAsyncObservable<T> obs, Func<T, StreamSequenceToken?, Task> onNextAsync, Func<Task> onCompletedAsync) =>
        SubscribeAsync(obs, onNextAsync, IgnoreError, onCompletedAsync);

    /// <summary>Subscribes.</summary>
    public static Task<StreamSubscriptionHandle<T>> SubscribeAsync<T>(
        this IAsyncObservable<T> obs, Func<T, StreamSequenceToken?, Task> onNextAsync, Func<Exception, Task> onErrorAsync, Func<Task> onCompletedAsync)
    {
        ArgumentNullException.ThrowIfNull(obs);
        return obs.SubscribeAsync(new Delegates<T>(onNextAsync, onErrorAsync, onCompletedAsync));
    }

    private sealed record Delegates<T>(Func<T, StreamSequenceToken?, Task> Next, Func<Exception, Task> Error, Func<Task> End) : IAsyncObserver<T>
    {
        public Task OnNextAsync(T item, StreamSequenceToken? token = null) => Next(item, token);

        public Task OnErrorAsync(Exception ex) => Error(ex);

        public Task OnCompletedAsync() => End();
    }
}
