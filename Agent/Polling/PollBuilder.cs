using Keeper.Agent.Execution;
using Keeper.Agent.Identity;
using Keeper.Agent.Instructions;
using Keeper.Agent.Reports;
using Keeper.Protocol.Agents;

namespace Keeper.Agent.Polling;

/// <summary>Puts a poll together.</summary>
internal sealed class PollBuilder(
    AgentOptions options, AgentIdentity identity, ExecutorRegistry executors, InstructionRunner runner,
    ReportOutbox outbox, TimeProvider time)
{
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();
    private readonly HeartbeatSource _heartbeat = new(time);
    private bool _introduced;

    public PollRequest Build(int capacity, TimeSpan wait, IReadOnlyList<PendingReport> reports) => new()
    {
        InstanceId = identity.InstanceId,
        StartedAt = _startedAt,
        SentAt = time.GetUtcNow(),
        Capacity = capacity,
        WaitSeconds = wait.TotalSeconds,
        Running = runner.Attempts(),
        Heartbeat = _heartbeat.Take(outbox.Count, runner.DiskFault),
        Reports = reports.Count == 0 ? null : [.. reports.Select(r => r.Report)],
        Version = _introduced ? null : AgentVersion.Current,
        Executors = _introduced ? null : executors.Infos,
        PluginFaults = _introduced ? null : executors.PluginFaults,
        Labels = _introduced ? null : options.Labels,
    };

    /// <summary>A poll was answered: the platform knows from here on what this agent is.</summary>
    public void Introduced() => _introduced = true;
}
