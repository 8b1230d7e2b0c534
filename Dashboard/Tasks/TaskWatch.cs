using Keeper.Grains.Tasks;
using Microsoft.Extensions.Logging;
using Orleans;

namespace Keeper.Dashboard.Tasks;

/// <summary>
/// Tells of every change of one task, as the task's grain sends it. A grain forgets an observer after a minute, and its
/// silo may restart, so the subscription is made again well within that.
/// </summary>
public sealed partial class TaskWatch : ITaskObserver, IDisposable
{
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(20);

    private readonly IClusterClient _cluster;
    private readonly ITaskGrain _grain;
    private readonly Func<TaskInfo, Task> _onChange;
    private readonly TimeProvider _time;
    private readonly ILogger<TaskWatch> _logger;
    private readonly CancellationTokenSource _stop = new();

    public TaskWatch(IClusterClient cluster, string taskId, TimeProvider time, ILogger<TaskWatch> logger, Func<TaskInfo, Task> onChange)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        (_cluster, _time, _logger, _onChange) = (cluster, time, logger, onChange);
        _grain = cluster.GetGrain<ITaskGrain>(taskId);
    }

    /// <summary>Subscribes, and keeps the subscription until disposed.</summary>
    public void Start() => _ = RunAsync(_stop.Token);

    public Task ChangedAsync(TaskInfo task) => _stop.IsCancellationRequested ? Task.CompletedTask : _onChange(task);

    public void Dispose()
    {
        if (_stop.IsCancellationRequested)
            return;
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken stop)
    {
        var reference = _cluster.CreateObjectReference<ITaskObserver>(this);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (await _grain.SubscribeAsync(reference) is { } task)
                    await _onChange(task);
                if (await EndedAsync(Renewal, stop))
                    break;
            }
            catch (Exception e)
            {
                // The page looks again by itself every few seconds, so this costs freshness only.
                LogNotSubscribed(_logger, e);
                await EndedAsync(Renewal, stop);
            }
        }

        await EndAsync(reference);
    }

    private async Task<bool> EndedAsync(TimeSpan wait, CancellationToken stop)
    {
        await Task.Delay(wait, _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return stop.IsCancellationRequested;
    }

    private async Task EndAsync(ITaskObserver reference)
    {
        try
        {
            await _grain.UnsubscribeAsync(reference);
            _cluster.DeleteObjectReference<ITaskObserver>(reference);
        }
        catch (Exception e)
        {
            LogNotUnsubscribed(_logger, e);
        }
    }

    [LoggerMessage(1540, LogLevel.Debug, "A task cannot be watched for now")]
    private static partial void LogNotSubscribed(ILogger logger, Exception exception);

    [LoggerMessage(1541, LogLevel.Debug, "A watch of a task could not be ended; its grain forgets it within a minute")]
    private static partial void LogNotUnsubscribed(ILogger logger, Exception exception);
}
