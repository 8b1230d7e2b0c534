using Keeper.Grains.Live;
using Keeper.Grains.Tasks;
using Keeper.Grains.Vpcs;
using Microsoft.Extensions.Logging;

namespace Keeper.Grains.Agents;

// Who has to know what, and when.
internal sealed partial class AgentGrain
{
    private readonly List<string> _notices = [];
    private LiveHints? _hints;
    private IAgentWaker? _waker;
    private bool _wakeSent;

    /// <inheritdoc/>
    public Task SetWakerAsync(IAgentWaker waker)
    {
        _waker = waker;
        _wakeSent = false;
        // Work may have come up between the answer to the poll and this.
        return WakeAsync();
    }

    private IVpcGrain Vpc(string name) => GrainFactory.GetGrain<IVpcGrain>(name);

    /// <summary>One wake is enough until the agent asks again.</summary>
    private async Task WakeAsync(bool always = false)
    {
        if (_waker is null || _wakeSent || !(always || _notices.Count > 0 || (_book.Queue.Count > 0 && _pulse.Capacity > 0)))
            return;
        _wakeSent = true;
        try
        {
            await _waker.WakeAsync(Id);
        }
        catch (Exception e)
        {
            // The next park brings a new waker, and the next poll the work.
            LogWakeFailed(logger, Id, e);
            _waker = null;
        }
    }

    /// <summary>
    /// After a write: the VPC gets what has no agent any more, and whoever waits for a task learns of its change. A message
    /// that is lost costs time only: the sweeper finds the rows, and waiting task grains look again.
    /// </summary>
    private async Task TellAsync(List<LiveTask> committed)
    {
        List<TaskInfo>? returned = null;
        try
        {
            foreach (var task in committed)
            {
                if (task.Row.AgentId is null)
                    (returned ??= []).Add(task.Row.ToInfo());
            }

            // First the new owner, then whoever will turn to it.
            if (returned is not null)
                await Vpc(returned[0].Vpc).TakeBackAsync(returned);
            foreach (var task in committed)
            {
                if (task.Watched)
                    await GrainFactory.GetGrain<ITaskGrain>(task.Row.Id).ChangedAsync(task.Row.ToInfo());
            }
        }
        catch (Exception e)
        {
            LogTellFailed(logger, Id, e);
        }

        if (committed.Count > 0)
            _hints?.Mark(tasks: true);
    }

    private Task TellStandingAsync() => _row is not { } row ? Task.CompletedTask : Vpc(row.Vpc).AgentChangedAsync(new AgentStanding
    {
        AgentId = Id,
        Health = Health,
        Executors = _info!.Executors,
        Load = _book.Count,
    });

    [LoggerMessage(1203, LogLevel.Warning, "Agent {AgentId}: waking its parked poll failed.")]
    private static partial void LogWakeFailed(ILogger logger, string agentId, Exception exception);

    [LoggerMessage(1204, LogLevel.Warning, "Agent {AgentId}: others could not be told of changed tasks.")]
    private static partial void LogTellFailed(ILogger logger, string agentId, Exception exception);
}
