using Keeper.Grains.Agents;
using Keeper.Grains.Tasks;
using Keeper.Grains.Vpcs;
using Keeper.Testing;

namespace Keeper.Gateway.Tests.Fakes;

/// <summary>All lists: they remember what was asked, and know the cursor <c>more</c> and no other.</summary>
internal sealed class FakeLists : ITaskListGrain, IFleetGrain, IVpcListGrain
{
    public Recorder<TaskQuery> TaskQueries { get; } = new();

    public Recorder<AgentQuery> AgentQueries { get; } = new();

    public List<TaskInfo> Tasks { get; } = [];

    public List<AgentInfo> Agents { get; } = [];

    public List<VpcInfo> Vpcs { get; } = [];

    public List<AnnouncedKind> Kinds { get; } = [];

    public Task<TaskPage> ListAsync(TaskQuery query)
    {
        TaskQueries.Add(query);
        return Answer(query.Cursor, next => new TaskPage(Tasks, next));
    }

    public Task<AgentPage> ListAsync(AgentQuery query)
    {
        AgentQueries.Add(query);
        return Answer(query.Cursor, next => new AgentPage(Agents, next));
    }

    public Task<VpcPage> ListAsync(int limit, string? cursor) => Answer(cursor, next => new VpcPage([.. Vpcs.Take(limit)], next));

    public Task<IReadOnlyDictionary<string, long>> CountAsync(string? vpc) => throw new NotSupportedException();

    public Task<IReadOnlyList<FleetCount>> CountAsync() => throw new NotSupportedException();

    public Task<IReadOnlyList<AnnouncedKind>> KindsAsync(string? vpc) =>
        Task.FromResult<IReadOnlyList<AnnouncedKind>>([.. Kinds.Where(k => vpc is null || k.Vpc == vpc)]);

    private static Task<T> Answer<T>(string? cursor, Func<string?, T> page) => cursor switch
    {
        null => Task.FromResult(page("more")),
        "more" => Task.FromResult(page(null)),
        _ => Task.FromException<T>(new ArgumentException("no such cursor", nameof(cursor))),
    };
}
