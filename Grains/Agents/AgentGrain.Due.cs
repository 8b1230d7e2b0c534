using Keeper.Grains.Tasks;
using Keeper.Storage;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;

namespace Keeper.Grains.Agents;

// The passing of time. One timer for the agent, armed for the earliest thing that can fall due and moved only when it
// fires or something earlier comes up: polls, which only ever postpone, do not touch it.
internal sealed partial class AgentGrain
{
    private static readonly TimeSpan StraysAfter = TimeSpan.FromSeconds(5);

    private int _outages;
    private IGrainTimer? _timer;
    private long _armedFor = long.MaxValue;

    /// <inheritdoc/>
    public async Task CheckDueAsync()
    {
        if (_row is null)
        {
            await ReleaseOrphansAsync();
            DeactivateOnIdle();
            return;
        }

        var changed = await CheckAsync();
        // The sweeper saw a due row, yet nothing here was due: read the rows again.
        if (changed == 0 && store.Health.IsHealthy && clock.GetElapsedTime(_loadedAt) > StraysAfter)
        {
            _loadedAt = clock.GetTimestamp();
            Load(await store.Tasks.LiveOfAgentAsync(Id));
            await CheckAsync();
        }
    }

    private async Task<int> CheckAsync()
    {
        if (!Hears())
        {
            Arm(clock.GetTimestamp() + clock.TimestampFrequency);
            return 0;
        }

        await CheckHealthAsync();
        if (_row is null)
            return 0;
        var terms = Terms();
        var plan = new TaskPlan();
        var silence = clock.GetElapsedTime(_pulse.LastSeen, terms.Now);
        foreach (var task in DueTasks.Plan(_book, plan, Health, silence, terms))
            _notices.Add(task.Row.Id);
        var planned = plan.Tasks.Count;
        await CommitAsync(plan);
        if (planned >= TaskPlan.Limit)
            Arm(terms.Now);
        else
            ArmForNext(Terms());
        await WakeAsync();
        return planned;
    }

    /// <summary>
    /// While the store is away requests of agents may not get through. That is no silence of theirs: afterwards every silence
    /// and every lease starts afresh, as after an activation.
    /// </summary>
    private bool Hears()
    {
        var health = store.Health;
        if (health.IsHealthy && health.Outages != _outages)
        {
            _outages = health.Outages;
            _pulse.Begin(clock.GetTimestamp(), _pulse.LastSeenAt);
            Leases.Excuse(_book, Terms());
        }

        return health.IsHealthy;
    }

    private async Task OnTimerAsync(CancellationToken cancellation)
    {
        _armedFor = long.MaxValue;
        try
        {
            if (_row is not null)
                await CheckAsync();
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            // The store logs its own outages; ten thousand agents need not repeat it.
            LogCheckFailed(logger, e is StoreUnavailableException ? LogLevel.Debug : LogLevel.Error, Id, e);
            Arm(clock.GetTimestamp() + clock.TimestampFrequency);
        }
    }

    /// <summary>Arms the timer for the earliest thing that can fall due.</summary>
    private void ArmForNext(in LeaseTerms terms)
    {
        var next = DueTasks.Next(_book, terms);
        if (IsAlive)
            next = Math.Min(next, _pulse.LastSeen + (_options.OfflineAfterSeconds * clock.TimestampFrequency));
        Arm(next);
    }

    /// <summary>Arms the timer for a time on the monotonic clock, unless it fires before that anyway.</summary>
    private void Arm(long at)
    {
        if (at >= _armedFor)
            return;
        _armedFor = at;
        var now = clock.GetTimestamp();
        // Whole milliseconds, rounded up: a timer that fires a little early would find nothing due and spin. A day at most.
        var wait = at <= now ? 1 : Math.Min(Math.Ceiling(clock.GetElapsedTime(now, at).TotalMilliseconds), 86_400_000);
        var due = TimeSpan.FromMilliseconds(Math.Max(1, wait));
        if (_timer is null)
            _timer = this.RegisterGrainTimer(OnTimerAsync, new GrainTimerCreationOptions(due, Timeout.InfiniteTimeSpan));
        else
            _timer.Change(due, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Rows whose agent is gone (its deletion was cut short) go back to their VPC.</summary>
    private async Task ReleaseOrphansAsync()
    {
        Load(await store.Tasks.LiveOfAgentAsync(Id));
        await ReleaseAllAsync($"agent {Id} does not exist any more");
    }

    private async Task ReleaseAllAsync(string cause)
    {
        while (_book.Count > 0)
        {
            var plan = new TaskPlan();
            Departure.Plan(_book, plan, cause, Terms());
            await CommitAsync(plan);
        }
    }

    [LoggerMessage(EventId = 1202, Message = "Agent {AgentId}: looking at what is due failed; trying again in a second.")]
    private static partial void LogCheckFailed(ILogger logger, LogLevel level, string agentId, Exception exception);
}
