using System.Collections.Concurrent;
using Keeper.Gateway.Cluster;
using Keeper.Gateway.Hosting;
using Keeper.Grains.Tasks;
using Keeper.Protocol.Tasks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans;

namespace Keeper.Gateway.Parking;

/// <summary>
/// Requests that wait for a task to end. They wait here; the task's grain tells an observer. Because an observer's call
/// can be lost, the task is read again now and then, and when a silo was lost, which also renews the subscription.
/// </summary>
internal sealed class TaskWaits : IDisposable
{
    public static readonly TimeSpan Renewal = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<ParkedRequest, byte> _parked = new();
    private readonly IGrainFactory _grains;
    private readonly TimeProvider _time;
    private readonly int _most;
    private readonly CancellationToken _stopping;
    private readonly SiloLosses _losses;
    private int _waiting;

    public TaskWaits(
        IGrainFactory grains, TimeProvider time, IOptions<GatewayOptions> options, SiloLosses losses, IHostApplicationLifetime lifetime)
    {
        (_grains, _time, _most, _losses, _stopping) = (grains, time, options.Value.MaxTaskWaiters, losses, lifetime.ApplicationStopping);
        _losses.Lost += WakeAll;
    }

    /// <summary>Takes one of the bounded places; <see cref="WaitAsync"/> gives it back.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _waiting) <= _most)
            return true;
        Interlocked.Decrement(ref _waiting);
        return false;
    }

    /// <summary>The task once it has ended, or as it stands when the time is up or the caller is gone; <see langword="null"/> if there is none.</summary>
    public async Task<TaskInfo?> WaitAsync(string id, TimeSpan wait, CancellationToken hangUp)
    {
        try
        {
            var watch = new TaskWatch();
            _parked.TryAdd(watch.Parked, 0);
            var reference = _grains.CreateObjectReference<ITaskObserver>(watch);
            try
            {
                return await WatchAsync(_grains.GetGrain<ITaskGrain>(id), watch, reference, wait, hangUp);
            }
            finally
            {
                _parked.TryRemove(watch.Parked, out _);
                _grains.DeleteObjectReference<ITaskObserver>(reference);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public void Dispose() => _losses.Lost -= WakeAll;

    private void WakeAll(object? sender, EventArgs e)
    {
        foreach (var parked in _parked.Keys)
            parked.Wake();
    }

    private async Task<TaskInfo?> WatchAsync(
        ITaskGrain task, TaskWatch watch, ITaskObserver reference, TimeSpan wait, CancellationToken hangUp)
    {
        var parked = watch.Parked;
        using var deadline = _time.CreateTimer(
            static p => ((ParkedRequest)p!).End(ParkEnd.Deadline), parked, wait, Timeout.InfiniteTimeSpan);
        using var renewal = _time.CreateTimer(static p => ((ParkedRequest)p!).Wake(), parked, Renewal, Renewal);
        await using var hungUp = hangUp.UnsafeRegister(static p => ((ParkedRequest)p!).End(ParkEnd.HungUp), parked);
        await using var stopping = _stopping.UnsafeRegister(
            static p => ((ParkedRequest)p!).End(ParkEnd.Stopping), parked);
        while (true)
        {
            var now = await task.SubscribeAsync(reference);
            if (now is null || now.State.IsTerminal())
                return now;
            if (parked.Ended == ParkEnd.None)
                await parked.Signalled;
            if (parked.Ended != ParkEnd.None || watch.Ended is not null)
            {
                await task.UnsubscribeAsync(reference);
                return watch.Latest is { } told && told.Version > now.Version ? told : now;
            }

            parked.Rearm();
        }
    }

    private sealed class TaskWatch : ITaskObserver
    {
        public ParkedRequest Parked { get; } = new();

        /// <summary>The newest that was told.</summary>
        public TaskInfo? Latest { get; private set; }

        /// <summary>The task, when it was told to have ended.</summary>
        public TaskInfo? Ended => Latest is { } task && task.State.IsTerminal() ? task : null;

        public Task ChangedAsync(TaskInfo task)
        {
            Latest = task;
            if (task.State.IsTerminal())
                Parked.Wake();
            return Task.CompletedTask;
        }
    }
}
