using Keeper.Grains.Agents;
using Keeper.Grains.Vpcs;
using Keeper.Protocol.Security;
using Keeper.Protocol.Tasks;

namespace Keeper.Grains.Tests.Hosting;

/// <summary>An agent as the gateway shows it to its grain. Names in every poll what it has, unless told otherwise.</summary>
internal sealed class TestAgent
{
    private readonly KeeperCluster _cluster;
    private readonly AgentExecutor[] _executors;
    private readonly List<Attempt> _running = [];
    private bool _introduced;

    private TestAgent(KeeperCluster cluster, string id, string secret, string instanceId, AgentExecutor[] executors)
    {
        _cluster = cluster;
        _executors = executors;
        Id = id;
        Secret = secret;
        InstanceId = instanceId;
        StartedAt = cluster.Clock.GetUtcNow();
    }

    public string Id { get; }

    public string Secret { get; }

    public string InstanceId { get; init; }

    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>How far its clock is ahead.</summary>
    public TimeSpan ClockSkew { get; set; }

    public int? Outbox { get; set; }

    public string Version { get; set; } = "0.1.0";

    /// <summary>Plug-ins that did not load; an agent of before this was told says nothing.</summary>
    public AgentPluginFault[]? PluginFaults { get; set; }

    /// <summary>What it has.</summary>
    public IReadOnlyList<Attempt> Running => _running;

    private IAgentGrain Grain => _cluster.Agent(Id);

    private string Hash => Secrets.Hash(Secret);

    public static async Task<TestAgent> EnrollAsync(KeeperCluster cluster, string vpc, string token, string name, AgentExecutor[] executors)
    {
        var instance = Guid.NewGuid().ToString("N");
        var answer = await cluster.VpcGrain(vpc).EnrollAsync(new Enrollment
        {
            Token = token,
            Name = name,
            Version = "0.1.0",
            InstanceId = instance,
            Executors = executors,
        });
        Assert.Equal(EnrollProblem.None, answer.Problem);
        return new TestAgent(cluster, answer.AgentId!, answer.Secret!, instance, executors);
    }

    /// <summary>The same agent after its process was started again: what it had is gone.</summary>
    public void Restart()
    {
        _running.Clear();
        _introduced = false;
        StartedAt = _cluster.Clock.GetUtcNow();
    }

    /// <summary>Another installation with the same credential.</summary>
    public TestAgent Clone() => new(_cluster, Id, Secret, Guid.NewGuid().ToString("N"), _executors);

    /// <summary>Loses what it was handed, as if the answer had not arrived.</summary>
    public void Forget() => _running.Clear();

    public Task<PollAnswer> PollAsync(int capacity = 10, params AttemptReport[] reports) => PollAsync(capacity, _running, reports);

    public Task<PollAnswer> PollAsync(int capacity, IReadOnlyList<Attempt> running, params AttemptReport[] reports) =>
        PollAsync(Grain, capacity, running, reports);

    /// <summary>Polls another silo's grain.</summary>
    public async Task<PollAnswer> PollAsync(IAgentGrain grain, int capacity, IReadOnlyList<Attempt> running, params AttemptReport[] reports)
    {
        var answer = await grain.PollAsync(new AgentPoll
        {
            SecretHash = Hash,
            InstanceId = InstanceId,
            StartedAt = StartedAt,
            SentAt = _cluster.Clock.GetUtcNow() + ClockSkew,
            Capacity = capacity,
            Running = running.ToList(),
            Reports = reports,
            Outbox = Outbox,
            Version = _introduced ? null : Version,
            Executors = _introduced ? null : _executors,
            PluginFaults = _introduced ? null : PluginFaults,
        });
        _introduced |= answer.Access == AgentAccess.Granted;
        return Follow(answer, reports);
    }

    public async Task<PollAnswer> TakeAsync(int capacity = 10) => Follow(await Grain.TakeAsync(InstanceId, capacity), []);

    /// <summary>Polls and, when there is nothing yet, waits to be woken as a parked poll does.</summary>
    public async Task<IReadOnlyList<AgentInstruction>> NextAsync()
    {
        if ((await PollAsync()).Instructions is { Count: > 0 } instructions)
            return instructions;
        var waker = new TestWaker();
        var reference = _cluster.Grains.CreateObjectReference<IAgentWaker>(waker);
        await Grain.SetWakerAsync(reference);
        await waker.Woken.WhenCountAsync(1);
        GC.KeepAlive(reference);
        return (await TakeAsync()).Instructions;
    }

    public async Task<PollAnswer> ReportAsync(params AttemptReport[] reports) =>
        Follow(await Grain.ReportAsync(Hash, InstanceId, reports), reports);

    public Task<AgentAccess> ByeAsync() => Grain.ByeAsync(Hash, InstanceId);

    private PollAnswer Follow(PollAnswer answer, AttemptReport[] reports)
    {
        foreach (var instruction in answer.Instructions)
        {
            _running.RemoveAll(r => r.TaskId == instruction.TaskId);
            _running.Add(new Attempt(instruction.TaskId, instruction.Attempt));
        }

        foreach (var report in reports)
        {
            if (report.State.IsTerminal())
                _running.Remove(new Attempt(report.TaskId, report.Attempt));
        }

        return answer;
    }
}
