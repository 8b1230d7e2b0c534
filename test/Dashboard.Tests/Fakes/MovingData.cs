using Keeper.Grains.Agents;
using Keeper.Protocol.Tasks;

namespace Keeper.Dashboard.Tests.Fakes;

/// <summary>Lets a platform live: agents poll, tasks come and go. Only for looking at it.</summary>
internal sealed class MovingData : IDisposable
{
    private readonly FakePlatform _platform;
    private readonly ITimer _timer;
    private int _step;

    public MovingData(FakePlatform platform)
    {
        _platform = platform;
        _timer = platform.Time.CreateTimer(_ => Move(), null, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));
    }

    private void Move()
    {
        var now = _platform.Time.GetUtcNow();
        foreach (var agent in _platform.Agents.Values.Where(a => a.Health is AgentHealth.Healthy or AgentHealth.Degraded))
            _platform.Put(agent with { LastSeenAt = now, InFlight = (agent.InFlight + _step) % 9 });
        foreach (var task in _platform.Tasks.Values.Where(t => t.State == TaskState.Running))
            _platform.Put(FakeTaskGrain.Enter(task, TaskState.Succeeded, now, "reported by the agent", task.AgentId, SampleData.Result(Outcome.Success)));
        var fresh = SampleData.Task(_platform, 2 + (_step++ % 2), now) with { Id = _platform.NextTaskId(), CreatedAt = now };
        _platform.Put(fresh);
    }

    public void Dispose() => _timer.Dispose();
}
