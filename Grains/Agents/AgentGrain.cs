using System.Collections.Frozen;
using Keeper.Grains.Live;
using Keeper.Grains.Tasks;
using Keeper.Protocol.Tasks;
using Keeper.Storage;
using Keeper.Storage.Agents;
using Keeper.Storage.Tasks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;

namespace Keeper.Grains.Agents;

/// <summary>
/// One agent: its queue, its leases, its health. The decisions are in <see cref="Leases"/>, <see cref="DueTasks"/>,
/// <see cref="ReportRules"/> and <see cref="AgentHealthRules"/>; this class stores, calls and remembers. Calls that change
/// what is in the book run one at a time and make one write each; new tasks may join the book in between.
/// </summary>
internal sealed partial class AgentGrain(
    IStore store,
    TimeProvider clock,
    IOptions<AgentOptions> agentOptions,
    IOptions<TaskOptions> taskOptions,
    ILogger<AgentGrain> logger) : Grain, IAgentGrain
{
    private readonly AgentOptions _options = agentOptions.Value;
    private readonly TaskOptions _taskOptions = taskOptions.Value;
    private readonly AgentPulse _pulse = new();
    private AgentRow? _row;
    private AgentInfo? _info;
    private IReadOnlySet<string> _repeatableKinds = FrozenSet<string>.Empty;
    private TaskBook _book = new(null);
    private long _loadedAt;

    private string Id => this.GetPrimaryKeyString();

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _book = new TaskBook(Id);
        SetRow(await store.Agents.FindAsync(Id, cancellationToken));
        if (_row is null)
            return;
        _hints = new LiveHints(this, _row.Vpc, Id, clock, logger, TellStandingAsync);
        _outages = store.Health.Outages;
        _pulse.Begin(clock.GetTimestamp(), _row.LastSeenAt);
        Load(await store.Tasks.LiveOfAgentAsync(Id, cancellationToken));
        _loadedAt = clock.GetTimestamp();
        _signs = IsAlive && _row.Health == (int)AgentHealth.Degraded ? UnknownSigns : HealthSigns.None;
        ArmForNext(Terms());
    }

    /// <inheritdoc/>
    public Task<AgentInfo?> GetAsync()
    {
        if (_row is null)
        {
            DeactivateOnIdle();
            return Task.FromResult<AgentInfo?>(null);
        }

        return Task.FromResult<AgentInfo?>(_info! with
        {
            LastSeenAt = _pulse.LastSeenAt,
            Queued = _book.Queue.Count,
            InFlight = _book.Held.Count,
            CpuPercent = _pulse.CpuPercent,
            MemoryBytes = _pulse.MemoryBytes,
            Outbox = _pulse.Outbox,
        });
    }

    /// <inheritdoc/>
    public async Task RefreshAsync()
    {
        SetRow(await store.Agents.FindAsync(Id));
        if (_row is null)
            DeactivateOnIdle();
    }

    private void SetRow(AgentRow? row)
    {
        _row = row;
        _info = row?.ToInfo();
        _repeatableKinds = _info is null ? FrozenSet<string>.Empty : _info.RepeatableKinds();
        _versionMatches = PlatformVersion.Matches(row?.SoftwareVersion);
    }

    /// <summary>Changes the agent's row. When somebody else changed it meanwhile (an enrollment), the change is made on top of that.</summary>
    /// <returns>Whether the agent still exists.</returns>
    private async Task<bool> SaveRowAsync(Func<AgentRow, AgentRow> change)
    {
        for (var tries = 0; _row is { } row; tries++)
        {
            var next = change(row) with { Version = row.Version + 1, LastSeenAt = _pulse.LastSeenAt };
            if (await store.Agents.UpdateAsync(next))
            {
                _lastSeenWritten = clock.GetTimestamp();
                SetRow(next);
                return true;
            }

            if (tries == 3)
                throw new InvalidOperationException($"The row of agent {Id} is being changed by somebody else all the time.");
            SetRow(await store.Agents.FindAsync(Id));
        }

        DeactivateOnIdle();
        return false;
    }

    /// <summary>Takes rows into the book. Every lease starts afresh: nobody could renew it while no grain was in memory.</summary>
    private void Load(IReadOnlyList<TaskRow> rows)
    {
        var terms = Terms();
        foreach (var row in rows)
        {
            if (_book.Find(row.Id) is not null || _arriving.Contains(row.Id))
                continue;
            var task = _book.Add(row);
            task.LeaseUntil = terms.LeaseUntil;
            if (row is { State: (int)TaskState.Running, StartedAt: { } started })
                task.RunUntil = terms.RunUntil(row.RunTimeoutSeconds, started);
        }
    }

    private LeaseTerms Terms()
    {
        var now = clock.GetTimestamp();
        return new LeaseTerms(
            Id, _row?.Name ?? Id, now, clock.GetUtcNow(),
            now + (_options.OfflineAfterSeconds * clock.TimestampFrequency), _taskOptions.Grace, clock.TimestampFrequency)
        {
            RepeatableKinds = _repeatableKinds,
        };
    }

    /// <summary>Writes a plan, follows what came of it, and tells whoever has to know.</summary>
    /// <returns>The tasks that changed; those missing were changed by somebody else, so that this activation starts anew.</returns>
    private async Task<IReadOnlyList<LiveTask>> CommitAsync(TaskPlan plan)
    {
        if (plan.IsEmpty)
            return [];
        TaskWriteResult written;
        try
        {
            written = await store.Tasks.WriteAsync([], plan.Changes());
        }
        catch
        {
            plan.Discard();
            throw;
        }

        var committed = plan.Commit(_book, written.Changed);
        if (committed.Count < plan.Tasks.Count)
        {
            LogConflict(logger, Id, plan.Tasks.Count - committed.Count);
            DeactivateOnIdle();
        }

        await TellAsync(committed);
        return committed;
    }

    [LoggerMessage(1200, LogLevel.Warning, "Agent {AgentId}: {Count} of its tasks were changed by another activation; reloading.")]
    private static partial void LogConflict(ILogger logger, string agentId, int count);
}
