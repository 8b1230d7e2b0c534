using Keeper.Agent.Execution;
using Keeper.Protocol.Tasks;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Plugins;

/// <summary>Plug-ins that are asked to end, and those that have to be made to.</summary>
public sealed class PluginStopTests : IDisposable
{
    private readonly PluginDirectory _plugins = new();

    public void Dispose() => _plugins.Dispose();

    [Theory]
    [InlineData("sleep 1000")]
    [InlineData("sleep 1000 & sleep 1000 & wait")]
    [InlineData("trap '' TERM INT HUP; sleep 1000 & wait")]
    [InlineData("(setsid sh -c 'sleep 1000 & sleep 1000' &) ; sleep 1000")]
    [InlineData("while read -r line; do sleep 1000; done")]
    public async Task Run_Cancelled_LeavesNoProcessBehind(string script)
    {
        using var stop = new CancellationTokenSource();
        await using var life = new Life(_plugins.Beside("alive"));
        var run = Probe.RunAsync(await life.StartAsync(_plugins, script), new { }, ct: stop.Token);
        await life.BegunAsync();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run).Within("the plug-in's end");
        await life.EndedAsync();
    }

    [Fact]
    public async Task Run_TimeUp_IsTimedOutWithItsLastWordAndStandardError()
    {
        using var timeUp = new CancellationTokenSource();
        await using var life = new Life(_plugins.Beside("alive"));
        var factory = await life.StartAsync(_plugins, """printf '{"type":"progress","message":"at page 3"}\n'; echo slow >&2; sleep 1000""", wordFirst: false);
        var run = Probe.RunAsync(factory, timeUp);
        await life.BegunAsync();

        await timeUp.CancelAsync();

        var result = await run.Within("the plug-in's end");
        Assert.Equal((Outcome.TimedOut, "slow\n"), (result.Outcome, result.Output));
        Assert.Equal("it did not end within its run time-out of 7 s; it last said 'at page 3'", result.Message);
        await life.EndedAsync();
    }

    [Fact]
    public async Task Run_TimeUp_TheResultThatItAnswersWithCounts()
    {
        using var timeUp = new CancellationTokenSource();
        await using var life = new Life(_plugins.Beside("alive"));
        var run = Probe.RunAsync(await life.StartAsync(_plugins, """
            read -r run; read -r cancel
            test "$cancel" = '{"type":"cancel"}' && printf '{"type":"result","outcome":"TargetFailed","message":"3 of 5 answered"}\n'
            """), timeUp);
        await life.BegunAsync();

        await timeUp.CancelAsync();

        Assert.Equal("3 of 5 answered", (await run.Within("the plug-in's end")).Message);
    }

    [Fact]
    public async Task Run_Answered_EndsWhatDoesNotEndByItself()
    {
        await using var life = new Life(_plugins.Beside("alive"));
        var run = Probe.RunAsync(await life.StartAsync(_plugins, """printf '{"type":"result","outcome":"Success","message":"m"}\n'; setsid sleep 1000 & sleep 1000"""), new { });
        await life.BegunAsync();

        Assert.Equal("m", (await run.Within("the plug-in's end")).Message);
        await life.EndedAsync();
    }

    [Fact]
    public async Task Run_MoreThanMayRunAtOnce_Wait()
    {
        await using var life = new Life(_plugins.Beside("alive"));
        var factory = await life.StartAsync(_plugins, "sleep 1000", change: m => m["maxConcurrent"] = 1);
        using var stop = new CancellationTokenSource();
        var first = Probe.RunAsync(factory, new { }, ct: stop.Token);
        await life.BegunAsync();
        using var timeUp = new CancellationTokenSource();
        var second = Probe.RunAsync(factory, timeUp);

        await timeUp.CancelAsync();

        var result = await second.Within("the end of the second");
        Assert.Equal(
            (Outcome.TimedOut, "it did not end within its run time-out of 7 s; no slot was free: 1 of them may run at once"), (result.Outcome, result.Message));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first).Within("the end of the first");
    }

    [Fact]
    public async Task Run_AsManyAsMayAtOnce_AllEndAndTheNextRuns()
    {
        var factory = _plugins.Add("plugin", """read -r line; printf '{"type":"result","outcome":"Success","message":"m"}\n'""", m => m["maxConcurrent"] = 3).LoadOne();

        var results = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Probe.RunAsync(factory, new { }))).Within("all of them");

        Assert.All(results, r => Assert.Equal(Outcome.Success, r.Outcome));
    }

    /// <summary>A pipe with one end in every process of the tree: it ends when the last of them has.</summary>
    private sealed class Life(string pipe) : IAsyncDisposable
    {
        private StreamReader? _reader;

        public async Task<IExecutorFactory> StartAsync(
            PluginDirectory plugins, string script, bool wordFirst = true, Action<System.Text.Json.Nodes.JsonObject>? change = null)
        {
            Assert.Equal(0, (await ChildProcess.RunAsync("mkfifo", [pipe])).ExitCode);
            var sayIt = "echo up >&9";
            var text = wordFirst ? $"{sayIt}; {script}" : script.Replace("sleep 1000", $"{sayIt}; sleep 1000", StringComparison.Ordinal);
            return plugins.Add("plugin", $"exec 9>{pipe}\n{text}", change).LoadOne();
        }

        public async Task BegunAsync()
        {
            _reader = new StreamReader(await Task.Run(() => File.OpenRead(pipe)).Within("the plug-in's start"));
            Assert.Equal("up", await _reader.ReadLineAsync().Within("the plug-in's word"));
        }

        public async Task EndedAsync() => Assert.Equal("", await Task.Run(() => _reader!.ReadToEndAsync()).Within("the end of all its processes"));

        public ValueTask DisposeAsync()
        {
            _reader?.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
