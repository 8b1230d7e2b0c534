using Keeper.Grains.Agents;
using Keeper.Grains.Tasks;

namespace Keeper.Dashboard.Tests.Fakes;

internal sealed class FakeFleetGrain(FakePlatform platform) : IFleetGrain
{
    public Task<AgentPage> ListAsync(AgentQuery query)
    {
        platform.ThrowIfOut();
        var found = platform.Agents.Values
            .Where(a => query.Vpc is null || a.Vpc == query.Vpc)
            .Where(a => query.Health is null || a.Health == query.Health)
            .Where(a => query.Text is null || a.Name.Contains(query.Text, StringComparison.OrdinalIgnoreCase) || a.Id.Contains(query.Text, StringComparison.OrdinalIgnoreCase))
            .OrderBy(a => a.Vpc, StringComparer.Ordinal).ThenBy(a => a.Name, StringComparer.Ordinal).ToList();
        return Task.FromResult(new AgentPage([.. found.Take(query.Limit)], found.Count > query.Limit ? "more" : null));
    }

    public Task<IReadOnlyList<FleetCount>> CountAsync() => Task.FromResult<IReadOnlyList<FleetCount>>(
        [.. platform.Agents.Values.GroupBy(a => (a.Vpc, a.Health)).Select(g => new FleetCount(g.Key.Vpc, g.Key.Health, g.Count()))]);

    public Task<IReadOnlyList<AnnouncedKind>> KindsAsync(string? vpc) => Task.FromResult<IReadOnlyList<AnnouncedKind>>(
        [.. from agent in platform.Agents.Values
            where vpc is null || agent.Vpc == vpc
            from executor in agent.Executors
            group executor by (agent.Vpc, executor.Kind) into kind
            select new AnnouncedKind(kind.Key.Vpc, kind.First(), kind.Count())]);
}

internal sealed class FakeAgentGrain(FakePlatform platform, string id) : IAgentGrain
{
    public Task<AgentInfo?> GetAsync() => Task.FromResult(platform.Agents.GetValueOrDefault(id));

    public Task<bool> DeleteAsync(string cause) => Task.FromResult(platform.Agents.TryRemove(id, out _));

    public Task<PollAnswer> PollAsync(AgentPoll poll) => throw new NotSupportedException();

    public Task<PollAnswer> TakeAsync(string instanceId, int capacity) => throw new NotSupportedException();

    public Task<PollAnswer> ReportAsync(string secretHash, string instanceId, IReadOnlyList<AttemptReport> reports) => throw new NotSupportedException();

    public Task<AgentAccess> ByeAsync(string secretHash, string instanceId) => throw new NotSupportedException();

    public Task SetWakerAsync(IAgentWaker waker) => throw new NotSupportedException();

    public Task<EnqueueAnswer> EnqueueAsync(IReadOnlyList<NewTask> tasks) => throw new NotSupportedException();

    public Task<EnqueueAnswer> AdoptAsync(IReadOnlyList<TaskInfo> tasks) => throw new NotSupportedException();

    public Task<CancelAnswer?> CancelAsync(string taskId, string cause) => throw new NotSupportedException();

    public Task<bool> WatchAsync(string taskId) => throw new NotSupportedException();

    public Task CheckDueAsync() => throw new NotSupportedException();

    public Task RefreshAsync() => throw new NotSupportedException();
}
