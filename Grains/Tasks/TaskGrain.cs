using Keeper.Grains.Agents;
using Keeper.Grains.Vpcs;
using Keeper.Protocol.Tasks;
using Keeper.Storage;
using Keeper.Storage.Tasks;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;

namespace Keeper.Grains.Tasks;

/// <summary>
/// A task's face. It owns nothing: the row is the truth, and the row's owner (an agent's grain or the VPC's) is asked for
/// every change. It stays in memory only while somebody waits.
/// </summary>
internal sealed partial class TaskGrain(IStore store, TimeProvider clock, ILogger<TaskGrain> logger) : Grain, ITaskGrain
{
    /// <summary>An owner that has just handed the row over says so; then the row is read again.</summary>
    private const int Tries = 5;

    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(50);

    /// <summary>Messages between grains can be lost; while somebody waits, the row is looked at this often all the same.</summary>
    private static readonly TimeSpan LookAgainEvery = TimeSpan.FromSeconds(3);

    private readonly TaskObservers _observers = new(clock);
    private IGrainTimer? _timer;
    private int _version;
    private string? _owner;

    private string Id => this.GetPrimaryKeyString();

    /// <inheritdoc/>
    public async Task<TaskInfo?> GetAsync()
    {
        LeaveIfAlone();
        return (await store.Tasks.FindAsync(Id))?.ToInfo();
    }

    /// <inheritdoc/>
    public async Task<CancelAnswer> CancelAsync(string cause)
    {
        LeaveIfAlone();
        for (var tries = 0; ; tries++)
        {
            if (await store.Tasks.FindAsync(Id) is not { } row)
                return new CancelAnswer(null, false);
            if (!row.IsLive())
                return new CancelAnswer(row.ToInfo(), false);
            var answer = row.AgentId is { } agentId
                ? await GrainFactory.GetGrain<IAgentGrain>(agentId).CancelAsync(Id, cause)
                : await GrainFactory.GetGrain<IVpcGrain>(row.Vpc).CancelAsync(Id, cause);
            if (answer is not null)
                return answer;
            if (tries == Tries)
                throw new TimeoutException($"Task {Id} changes hands all the time; it could not be cancelled.");
            await Task.Delay(BetweenTries, clock);
        }
    }

    /// <inheritdoc/>
    public async Task<TaskInfo?> SubscribeAsync(ITaskObserver observer)
    {
        _observers.Add(observer);
        var row = await WatchAsync();
        if (row is null || !row.IsLive())
        {
            _observers.Remove(observer);
            LeaveIfAlone();
            return row?.ToInfo();
        }

        _version = Math.Max(_version, row.Version);
        _timer ??= this.RegisterGrainTimer(LookAgainAsync, new GrainTimerCreationOptions(LookAgainEvery, LookAgainEvery) { KeepAlive = true });
        return row.ToInfo();
    }

    /// <inheritdoc/>
    public Task UnsubscribeAsync(ITaskObserver observer)
    {
        _observers.Remove(observer);
        LeaveIfAlone();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task ChangedAsync(TaskInfo task)
    {
        if (task.Version > _version)
        {
            _version = task.Version;
            // With another owner, whom nobody has asked to tell of changes yet.
            var moved = !task.State.IsTerminal() && task.AgentId != _owner && !_observers.IsEmpty;
            await NotifyAsync(moved ? (await WatchAsync())?.ToInfo() ?? task : task);
        }

        LeaveIfAlone();
    }

    /// <summary>Asks the owner to tell of changes, and reads the row once more, so that no change falls in between.</summary>
    private async Task<TaskRow?> WatchAsync()
    {
        var row = await store.Tasks.FindAsync(Id);
        for (var tries = 0; row is not null && row.IsLive() && tries < Tries; tries++)
        {
            var watched = row.AgentId is { } agentId
                ? await GrainFactory.GetGrain<IAgentGrain>(agentId).WatchAsync(Id)
                : await GrainFactory.GetGrain<IVpcGrain>(row.Vpc).WatchAsync(Id);
            var owner = row.AgentId;
            row = await store.Tasks.FindAsync(Id);
            if (watched && row?.AgentId == owner)
            {
                _owner = owner;
                return row;
            }
        }

        return row;
    }

    private async Task LookAgainAsync(CancellationToken cancellation)
    {
        try
        {
            if (!_observers.IsEmpty && await WatchAsync() is { } row)
                await ChangedAsync(row.ToInfo());
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            LogLookFailed(logger, Id, e);
        }

        LeaveIfAlone();
    }

    private async Task NotifyAsync(TaskInfo task)
    {
        _version = Math.Max(_version, task.Version);
        foreach (var observer in _observers.Current())
        {
            try
            {
                await observer.ChangedAsync(task);
            }
            catch (Exception e)
            {
                LogObserverGone(logger, Id, e);
                _observers.Remove(observer);
            }
        }
    }

    private void LeaveIfAlone()
    {
        if (_observers.IsEmpty)
            DeactivateOnIdle();
    }

    [LoggerMessage(1230, LogLevel.Debug, "Task {TaskId}: an observer could not be told and is forgotten.")]
    private static partial void LogObserverGone(ILogger logger, string taskId, Exception exception);

    [LoggerMessage(1231, LogLevel.Warning, "Task {TaskId}: looking for a change failed; it is tried again.")]
    private static partial void LogLookFailed(ILogger logger, string taskId, Exception exception);
}
