using Keeper.Functional.Tests.Hosting;
using Keeper.Process.Tests.Faults;
using Keeper.Protocol.Json;
using Keeper.Protocol.Tasks;
using Keeper.Testing;
using Xunit.Abstractions;

namespace Keeper.Functional.Tests.Clocks;

/// <summary>Somebody sets the clock of the silo or of an agent by an hour, during load, and then back.</summary>
public sealed class MovedClockTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Wave = 100;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly ShiftedClock _siloClock = new();
    private readonly ShiftedClock _agentClock = new();
    private readonly List<string> _accepted = [];
    private ServerState _state = null!;
    private PathTarget _target = null!;
    private KeeperHost _host = null!;
    private RunningAgent[] _agents = [];

    public async Task InitializeAsync()
    {
        _state = await ServerState.CreateAsync();
        _target = await PathTarget.StartAsync(answeredAtOnce: Wave / 4);
        _host = await KeeperHost.StartAsync(new ServerOptions
        {
            State = _state,
            Time = _siloClock,
            Settings = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Keeper:Agents:HeartbeatSeconds"] = "1",
                ["Keeper:Agents:OfflineAfterSeconds"] = "5",
            },
        });
        var token = await _host.TokenAsync();
        _agents = [.. new[] { "moved", "steady" }.Select(name => new RunningAgent(
            _host.Gateway, name, token, [], time: name == "moved" ? _agentClock : null))];
        await WhenAllSayAsync(_agents, "");
    }

    public async Task DisposeAsync()
    {
        foreach (var agent in _agents)
            await agent.DisposeAsync();
        await _host.DisposeAsync();
        await _target.DisposeAsync();
        await _state.DisposeAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task SiloClock_SetAndSetBackDuringLoad_NoLeaseIsLostAndNothingRunsTwice(int hours)
    {
        await RunAsync(_siloClock, hours * Hour, _agents, hours > 0 ? "behind" : "ahead");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task AgentClock_SetAndSetBackDuringLoad_NoLeaseIsLostAndHealthSaysSo(int hours)
    {
        await RunAsync(_agentClock, hours * Hour, _agents[..1], hours > 0 ? "ahead" : "behind");
    }

    [Fact]
    public async Task SiloClock_SetAhead_ExpiresWhatIsOverdueByTheWallAndNothingElse()
    {
        await _host.Client.PutVpcAsync("empty", new());
        var soon = await _host.Client.SubmitAsync(Submit.Port(vpc: "empty") with { ExpireAfterSeconds = 1_800 });
        var later = await _host.Client.SubmitAsync(Submit.Port(vpc: "empty") with { ExpireAfterSeconds = 7_200 });

        _siloClock.Shift(Hour);

        Assert.Equal(TaskState.Expired, (await _host.Client.EndAsync(soon)).State);
        Assert.Equal(TaskState.Created, (await _host.Client.GetTaskAsync(later)).State);
    }

    /// <summary>Tasks wait, are on their way and run while the clock jumps, and more come before and after it is set back.</summary>
    private async Task RunAsync(ShiftedClock clock, TimeSpan by, RunningAgent[] skewed, string direction)
    {
        await SubmitAsync();
        await _target.WhenArrivedAsync((Wave / 4) + 1);

        clock.Shift(by);
        await WhenAllSayAsync(skewed, direction);
        await WhenAllSayAsync(_agents[skewed.Length..], "");
        await SubmitAsync();
        _target.Release();
        await _target.WhenArrivedAsync(Wave);
        clock.Shift(-by);
        await SubmitAsync();
        foreach (var id in _accepted)
            await _host.Client.EndAsync(id);
        await WhenAllSayAsync(skewed, "");

        await JudgeAsync();
    }

    private async Task JudgeAsync()
    {
        foreach (var agent in _agents)
            await agent.StopAsync();
        await _host.StopAsync();
        await using var connection = _state.Connect();
        // No log is given: not even a report that was refused would be excused.
        var evidence = await Evidence.ReadAsync(
            connection, [.. _agents.Select(a => new LeftAgent(a.Name, a.DataPath, ""))], _accepted, _target.Hits);

        Assert.Empty(InvariantChecker.Faults(evidence));
        Assert.All(evidence.Tasks.Values, t => Assert.Equal(("SUCCEEDED", 1), (t.State, t.Attempt)));
        Assert.All(_target.Hits, hit => Assert.Equal(1, hit.Value));
        output.WriteLine($"{evidence.Tasks.Count} tasks, every one succeeded in its first attempt and ran once");
    }

    /// <summary>Every fifth is of a kind that must not run twice.</summary>
    private async Task SubmitAsync()
    {
        var tasks = Enumerable.Range(_accepted.Count, Wave).Select(number => new TaskRequest
        {
            Vpc = KeeperHost.Vpc,
            Kind = "http",
            Arguments = new RawJson(number % 5 == 0
                ? $$"""{"url":"{{_target.Url}}/once/{{number}}","method":"POST"}"""
                : $$"""{"url":"{{_target.Url}}/often/{{number}}","method":"GET"}"""),
            ExpireAfterSeconds = 7_200,
        });
        _accepted.AddRange(await _host.Client.SubmitTasksAsync([.. tasks]));
    }

    /// <summary>Waits until they are healthy, or degraded because their clocks are off, and for nothing else. One that is offline fails the test.</summary>
    private async Task WhenAllSayAsync(RunningAgent[] agents, string direction)
    {
        foreach (var agent in agents)
        {
            var found = await _host.AgentAsync(
                KeeperHost.Vpc, agent.Name, a => a.Health == "Offline" || (a.Health == (direction.Length == 0 ? "Healthy" : "Degraded")));
            Assert.NotEqual("Offline", found.Health);
            // A request on its way, on a busy machine, takes a few seconds off or adds them.
            Assert.Matches(direction.Length == 0 ? "^$" : $@"^its clock is 3[56]\d\d s {direction}$", found.HealthReason);
        }
    }
}
