using Keeper.Dashboard.Tasks;
using Keeper.Dashboard.Tests.Fakes;
using Keeper.Grains.Tasks;
using Keeper.Protocol.Tasks;
using Keeper.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Keeper.Dashboard.Tests.Tasks;

public sealed class TaskWatchTests
{
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(20);

    private readonly ManualTimeProvider _time = new();
    private readonly FakePlatform _platform;
    private readonly Recorder<TaskInfo> _seen = new();

    public TaskWatchTests() => _platform = SampleData.Fill(new FakePlatform(_time));

    [Fact]
    public async Task Start_TaskThatChanges_TellsHowItStandsAndEveryChange()
    {
        using var watch = Watch();
        watch.Start();
        await _seen.WhenCountAsync(1);

        _platform.Put(FakeTaskGrain.Enter(_platform.Tasks["t10000"], TaskState.Cancelled, _time.GetUtcNow(), "cancelled"));

        Assert.Equal([TaskState.Created, TaskState.Cancelled], (await _seen.WhenCountAsync(2)).Select(t => t.State));
    }

    [Fact]
    public async Task Run_GrainThatForgot_IsSubscribedAgain()
    {
        using var watch = Watch();
        watch.Start();
        await _time.WhenTimerArmedAsync(Renewal).Within("the first subscription");
        _platform.Observers.Clear();

        _time.Advance(Renewal);
        await _seen.WhenCountAsync(2);

        Assert.Single(_platform.Observers);
    }

    [Fact]
    public async Task Run_GrainThatFails_IsTriedAgain()
    {
        _platform.Outage = new TimeoutException("silo is starting");
        using var watch = Watch();
        watch.Start();
        await _time.WhenTimerArmedAsync(Renewal).Within("the first subscription");

        _platform.Outage = null;
        _time.Advance(Renewal);

        await _seen.WhenCountAsync(1);
    }

    [Fact]
    public async Task Dispose_WhileSubscribed_Unsubscribes()
    {
        var watch = Watch();
        watch.Start();
        await _time.WhenTimerArmedAsync(Renewal).Within("the first subscription");

        watch.Dispose();
        watch.Dispose();

        await _platform.WhenUnobserved.WaitAsync("the end of the subscription");
        Assert.Empty(_platform.Observers);
    }

    private TaskWatch Watch() => new(
        new FakeCluster(_platform, new ServiceCollection().BuildServiceProvider()), "t10000", _time, NullLogger<TaskWatch>.Instance,
        task =>
        {
            _seen.Add(task);
            return Task.CompletedTask;
        });
}
