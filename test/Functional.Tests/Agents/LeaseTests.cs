using Keeper.Functional.Tests.Hosting;
using Keeper.Protocol.Tasks;
using Keeper.Testing;

namespace Keeper.Functional.Tests.Agents;

/// <summary>How long an agent has what it was given, on a clock that the test moves.</summary>
public sealed class LeaseTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new();
    private KeeperHost _host = null!;
    private RawAgent _agent = null!;

    public async Task InitializeAsync()
    {
        _host = await KeeperHost.StartAsync(new ServerOptions { Time = _time });
        _agent = await RawAgent.JoinAsync(_host, time: _time);
    }

    public async Task DisposeAsync()
    {
        _agent.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Poll_NamingWhatItRuns_RenewsItsLease()
    {
        await _host.Client.SubmitAsync();
        var taken = await _agent.TakeOneAsync();
        await _agent.ReportAsync(_agent.Report(taken.TaskId, taken.Attempt, TaskState.Running));

        for (var i = 0; i < 3; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(8));
            await _agent.PollAsync(running: [new AttemptRef(taken.TaskId, taken.Attempt)]);
        }

        Assert.Equal((TaskState.Running, 1), await _host.Client.GetTaskAsync(taken.TaskId) is var task ? (task.State, task.Attempt) : default);
    }
}
