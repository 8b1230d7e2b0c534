using Keeper.Grains.Agents;
using Keeper.Protocol.Agents;
using Keeper.Protocol.Json;
using Keeper.Protocol.Tasks;

namespace Keeper.Gateway.Agents;

/// <summary>Between what agents say on the wire and what their grains are told.</summary>
internal static class WireMapping
{
    public static AgentPoll ToGrain(PollRequest request, string secretHash) => new()
    {
        SecretHash = secretHash,
        InstanceId = request.InstanceId,
        StartedAt = request.StartedAt,
        SentAt = request.SentAt,
        Capacity = request.Capacity,
        Running = Map(request.Running, static a => new Attempt(a.TaskId, a.Attempt)),
        Reports = request.Reports is { } reports ? ToGrain(reports) : [],
        CpuPercent = request.Heartbeat?.CpuPercent,
        MemoryBytes = request.Heartbeat?.MemoryBytes,
        Outbox = request.Heartbeat?.Outbox,
        Fault = request.Heartbeat?.Fault,
        Version = request.Version,
        Executors = request.Executors is { } executors ? ToGrain(executors) : null,
        PluginFaults = request.PluginFaults is { } faults ? Map(faults, static f => new AgentPluginFault(f.Plugin, f.Reason)) : null,
        Labels = request.Labels,
    };

    public static IReadOnlyList<AttemptReport> ToGrain(IReadOnlyList<TaskReport> reports) => Map(reports, static r =>
    {
        var result = r.Result is null ? null : ResultLimits.Cut(r.Result);
        return new AttemptReport(r.TaskId, r.Attempt, r.State, r.At, result?.Message, result is null ? null : ResultLimits.ToJson(result));
    });

    public static IReadOnlyList<AgentExecutor> ToGrain(IReadOnlyList<ExecutorInfo> executors) =>
        Map(executors, static e => new AgentExecutor(e.Kind, e.Version, e.ArgumentsSchema?.Text, e.Repeatable));

    public static PollResponse ToWire(PollAnswer answer, int heartbeatSeconds, string incarnation) => new()
    {
        Instructions = Map(answer.Instructions, static i =>
            new Instruction(i.TaskId, i.Attempt, i.Kind, new RawJson(i.Arguments), i.RunTimeoutSeconds)),
        Cancelled = answer.Cancelled,
        Accepted = Accepted(answer),
        Refused = Refused(answer),
        HeartbeatSeconds = heartbeatSeconds,
        Incarnation = incarnation,
    };

    public static IReadOnlyList<AttemptRef> Accepted(PollAnswer answer) =>
        Map(answer.Accepted, static a => new AttemptRef(a.TaskId, a.Number));

    public static IReadOnlyList<RefusedReport> Refused(PollAnswer answer) =>
        Map(answer.Refused, static r => new RefusedReport(r.Attempt.TaskId, r.Attempt.Number, r.Reason));

    private static TTo[] Map<TFrom, TTo>(IReadOnlyList<TFrom> from, Func<TFrom, TTo> map)
    {
        if (from.Count == 0)
            return [];
        var to = new TTo[from.Count];
        for (var i = 0; i < to.Length; i++)
            to[i] = map(from[i]);
        return to;
    }
}
