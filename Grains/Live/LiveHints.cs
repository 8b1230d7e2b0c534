using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;

namespace Keeper.Grains.Live;

/// <summary>
/// Sends a grain's hints (<see cref="LiveChange"/>), merged to at most four rounds a second. The last change is never
/// left out: a hint that comes too soon waits for its turn.
/// </summary>
/// <param name="grain">The grain whose timer sends.</param>
/// <param name="vpc">The grain's VPC.</param>
/// <param name="agentId">The grain's agent, if it is one's.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">Where a failure goes.</param>
/// <param name="also">What else is to be told at the same pace.</param>
internal sealed partial class LiveHints(
    Grain grain, string vpc, string? agentId, TimeProvider clock, ILogger logger, Func<Task>? also = null)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);

    private IGrainTimer? _timer;
    private bool _armed;
    private bool _tasks;
    private bool _agents;
    private long? _lastSent;

    /// <summary>Something has changed.</summary>
    public void Mark(bool tasks = false, bool agents = false)
    {
        _tasks |= tasks;
        _agents |= agents;
        if (_armed)
            return;
        _armed = true;
        var wait = _lastSent is { } last ? Pace - clock.GetElapsedTime(last) : TimeSpan.Zero;
        var due = wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
        if (_timer is null)
            _timer = grain.RegisterGrainTimer(SendAsync, new GrainTimerCreationOptions(due, Timeout.InfiniteTimeSpan) { Interleave = true });
        else
            _timer.Change(due, Timeout.InfiniteTimeSpan);
    }

    private async Task SendAsync(CancellationToken cancellation)
    {
        var (tasks, agents) = (_tasks, _agents);
        (_armed, _tasks, _agents, _lastSent) = (false, false, false, clock.GetTimestamp());
        try
        {
            var stream = grain.GetStreamProvider(LiveStream.Provider)
                .GetStream<LiveChange>(StreamId.Create(LiveStream.Namespace, LiveStream.Key));
            if (tasks)
                await stream.OnNextAsync(new LiveChange(LiveSubject.Tasks, vpc, agentId));
            // The load that the fleet page shows changes with the tasks.
            if (agents || (tasks && agentId is not null))
                await stream.OnNextAsync(new LiveChange(LiveSubject.Agents, vpc, agentId));
            if (also is not null)
                await also();
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            LogFailed(logger, vpc, agentId, e);
        }
    }

    [LoggerMessage(1210, LogLevel.Warning, "Hints of VPC {Vpc}, agent {AgentId}, could not be sent.")]
    private static partial void LogFailed(ILogger logger, string vpc, string? agentId, Exception exception);
}
