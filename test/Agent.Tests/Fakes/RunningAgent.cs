using Keeper.Agent.Execution;
using Keeper.Protocol.Json;
using Keeper.Protocol.Tasks;
using Keeper.Testing;

namespace Keeper.Agent.Tests;

/// <summary>An agent of its own for one test: real files, real HTTP, a clock that the test moves.</summary>
internal sealed class RunningAgent : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TemporaryFolder? _ownFolder;

    private RunningAgent(KeeperAgent agent, ManualTimeProvider time, RecordingLogs logs, TemporaryFolder? ownFolder)
    {
        (Time, Logs, _ownFolder) = (time, logs, ownFolder);
        Ended = Task.Run(() => agent.RunAsync(_stop.Token));
    }

    public ManualTimeProvider Time { get; }

    public RecordingLogs Logs { get; }

    public Task<AgentExit> Ended { get; }

    public static RunningAgent Start(
        IEnumerable<ScriptedGateway> gateways, IEnumerable<IExecutorFactory> executors,
        TemporaryFolder? folder = null, Func<AgentOptions, AgentOptions>? change = null, ManualTimeProvider? clock = null)
    {
        var own = folder is null ? new TemporaryFolder() : null;
        var options = Options([.. gateways.Select(g => g.Url)], (folder ?? own)!.Path);
        var time = clock ?? new ManualTimeProvider();
        var logs = new RecordingLogs();
        return new RunningAgent(new KeeperAgent(change is null ? options : change(options), time, logs, executors), time, logs, own);
    }

    public static RunningAgent Start(ScriptedGateway gateway, params IExecutorFactory[] executors) => Start([gateway], executors);

    public static AgentOptions Options(IReadOnlyList<string> gateways, string folder) => new()
    {
        Gateways = gateways,
        Name = "probe-1",
        DataFolder = folder,
        Token = "kt.vpc-a.t1.secret",
        ShutdownGrace = TimeSpan.Zero,
    };

    public static Instruction Instruction(string taskId, string kind = "port", int attempt = 1, int runTimeoutSeconds = 30) =>
        new(taskId, attempt, kind, new RawJson("""{"host":"127.0.0.1","port":1}"""), runTimeoutSeconds);

    public async Task<AgentExit> StopAsync()
    {
        await _stop.CancelAsync();
        return await Ended.Within("the agent's end");
    }

    /// <summary>Stops it as a crash would as far as files go: what is on disk stays, nothing more is said.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        // A stuck executor or gateway must not hold the test: time passes until the agent has ended.
        await Time.AdvanceUntilAsync(Ended).Within("the agent's end");
        _stop.Dispose();
        _ownFolder?.Dispose();
    }
}
