using Keeper.Grains.Tasks;
using Keeper.Protocol.Tasks;
using Keeper.Storage.Agents;
using Microsoft.Extensions.Logging;

namespace Keeper.Grains.Agents;

// What the platform thinks of the agent.
internal sealed partial class AgentGrain
{
    /// <summary>No signs are ever this: the next poll judges anew.</summary>
    private const HealthSigns UnknownSigns = (HealthSigns)(-1);

    private static readonly TimeSpan LastSeenEvery = TimeSpan.FromMinutes(1);

    private HealthSigns _signs;
    private bool _versionMatches = true;
    private long _lastSeenWritten;

    private AgentHealth Health => (AgentHealth)(_row?.Health ?? 0);

    private bool IsAlive => Health is AgentHealth.Healthy or AgentHealth.Degraded;

    /// <inheritdoc/>
    public async Task<AgentAccess> ByeAsync(string secretHash, string instanceId)
    {
        if (!IsCredential(secretHash))
            return AgentAccess.Unauthorized;
        if (_row!.InstanceId is { } current && current != instanceId)
            return AgentAccess.Superseded;
        _pulse.Touch(clock.GetTimestamp(), clock.GetUtcNow());
        if (!await SaveHealthAsync(new HealthVerdict(AgentHealth.Offline, AgentHealthRules.ShutDown), r => r))
            return AgentAccess.Unauthorized;

        var terms = Terms();
        var plan = new TaskPlan();
        foreach (var task in _book.Held)
        {
            // What runs may still be reported by the agent's next start; its lease decides.
            if (task.State == TaskState.Dispatching)
                Leases.Lose(task, plan, $"agent {_row.Name} shut down", terms);
        }

        DueTasks.GiveBackQueue(_book, plan, terms);
        await CommitAsync(plan);
        ArmForNext(Terms());
        return AgentAccess.Granted;
    }

    private HealthSigns Signs() => AgentHealthRules.Signs(_pulse, _versionMatches, _options, clock, clock.GetTimestamp());

    /// <summary>Writes what a poll changes about the agent itself, if it changes anything.</summary>
    /// <returns>Whether the agent still exists.</returns>
    private async Task<bool> UpdateRowAsync(AgentPoll poll, Arrival arrival)
    {
        var row = _row!;
        var changed = row.With(poll);
        if (arrival == Arrival.Same && changed == row && IsAlive && Signs() == _signs)
            return true;
        _versionMatches = PlatformVersion.Matches(changed.SoftwareVersion);
        var kindsChanged = changed.Executors != row.Executors;
        return await JudgeAsync(changed.SoftwareVersion, r => r.With(poll), kindsChanged);
    }

    private Task<bool> JudgeAsync(string? version, Func<AgentRow, AgentRow> change, bool kindsChanged)
    {
        var signs = Signs();
        var verdict = AgentHealthRules.Judge(signs, _pulse, version, _options);
        return SaveHealthAsync(verdict, change, kindsChanged, signs);
    }

    private async Task<bool> SaveHealthAsync(
        HealthVerdict verdict, Func<AgentRow, AgentRow> change, bool kindsChanged = false, HealthSigns signs = HealthSigns.None)
    {
        var before = Health;
        if (!await SaveRowAsync(r => change(r) with { Health = (int)verdict.Health, HealthReason = verdict.Reason }))
            return false;
        _signs = signs;
        if (before != verdict.Health)
            LogHealth(logger, Id, _row!.Name, before, verdict.Health, verdict.Reason);
        if (before != verdict.Health || kindsChanged)
            await TellStandingAsync();
        _hints?.Mark(agents: true);
        return true;
    }

    private async Task<PollAnswer> SupersededAsync()
    {
        _pulse.Superseded(clock.GetTimestamp());
        if (IsAlive && Signs() != _signs)
            await JudgeAsync(_row!.SoftwareVersion, r => r, kindsChanged: false);
        return PollAnswer.Denied(AgentAccess.Superseded);
    }

    /// <summary>Notices silence and signs that have gone, and writes the time of the last request once a minute.</summary>
    private async Task CheckHealthAsync()
    {
        if (!IsAlive)
            return;
        var silence = clock.GetElapsedTime(_pulse.LastSeen);
        if (silence >= _options.OfflineAfter)
            await SaveHealthAsync(AgentHealthRules.Silent(silence), r => r);
        else if (_pulse.Polls > 0 && Signs() != _signs)
            await JudgeAsync(_row!.SoftwareVersion, r => r, kindsChanged: false);
        else if (_pulse.LastSeenAt != _row!.LastSeenAt && clock.GetElapsedTime(_lastSeenWritten) >= LastSeenEvery)
            await SaveRowAsync(r => r);
    }

    [LoggerMessage(1201, LogLevel.Information, "Agent {AgentId} ({Name}) went from {Before} to {After}. {Reason}")]
    private static partial void LogHealth(
        ILogger logger, string agentId, string name, AgentHealth before, AgentHealth after, string reason);
}
