using System.Collections.Concurrent;
using Keeper.Grains.Live;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using Orleans.Streams;

namespace Keeper.Dashboard.Live;

/// <summary>
/// One subscription to the stream of hints for the whole process, however many pages are open. Pages look again by
/// themselves every few seconds, so while the stream cannot be had the dashboard is slower, not wrong.
/// </summary>
internal sealed partial class LiveFeed(IClusterClient cluster, TimeProvider time, ILogger<LiveFeed> logger) : BackgroundService, ILiveFeed
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<Listener, bool> _listeners = [];

    public IDisposable Listen(Action<LiveChange> onChange)
    {
        var listener = new Listener(this, onChange);
        _listeners[listener] = true;
        return listener;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var handle = await SubscribeAsync(stoppingToken);
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stoppingToken.Register(stopped.SetResult);
        await stopped.Task;
        await UnsubscribeAsync(handle);
    }

    private async Task<StreamSubscriptionHandle<LiveChange>> SubscribeAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                var stream = cluster.GetStreamProvider(LiveStream.Provider)
                    .GetStream<LiveChange>(StreamId.Create(LiveStream.Namespace, LiveStream.Key));
                return await stream.SubscribeAsync((change, _) => Publish(change));
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The silo may still be starting beside us.
                LogNotSubscribed(logger, e.Message, Retry.TotalSeconds);
                await Task.Delay(Retry, time, stoppingToken);
            }
        }
    }

    private async Task UnsubscribeAsync(StreamSubscriptionHandle<LiveChange> handle)
    {
        try
        {
            await handle.UnsubscribeAsync();
        }
        catch (Exception e)
        {
            LogNotUnsubscribed(logger, e);
        }
    }

    internal Task Publish(LiveChange change)
    {
        foreach (var (listener, _) in _listeners)
        {
            try
            {
                listener.OnChange(change);
            }
            catch (Exception e)
            {
                LogListenerFailed(logger, e);
            }
        }

        return Task.CompletedTask;
    }

    private sealed class Listener(LiveFeed feed, Action<LiveChange> onChange) : IDisposable
    {
        public Action<LiveChange> OnChange => onChange;

        public void Dispose() => feed._listeners.TryRemove(this, out _);
    }

    [LoggerMessage(1510, LogLevel.Debug, "The stream of changes cannot be had yet ({Reason}); trying again in {Seconds} s")]
    private static partial void LogNotSubscribed(ILogger logger, string reason, double seconds);

    [LoggerMessage(1511, LogLevel.Debug, "The subscription to changes could not be ended")]
    private static partial void LogNotUnsubscribed(ILogger logger, Exception exception);

    [LoggerMessage(1512, LogLevel.Warning, "A page failed on a hint")]
    private static partial void LogListenerFailed(ILogger logger, Exception exception);
}
