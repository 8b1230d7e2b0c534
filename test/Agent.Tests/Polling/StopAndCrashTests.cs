using Keeper.Protocol.Tasks;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Polling;

public sealed class StopAndCrashTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Stop_Idle_SaysGoodbye()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var agent = RunningAgent.Start([gateway], [FakeExecutors.Quick()], _folder);
        await gateway.Polls.WhenCountAsync(1);

        Assert.Equal(AgentExit.Stopped, await agent.StopAsync());
        Assert.Equal(gateway.Polls.Items[0].InstanceId, Assert.Single(gateway.Byes.Items).InstanceId);
    }

    [Fact]
    public async Task Stop_WorkEndsWithinTheGrace_IsReportedBeforeGoodbye()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        var release = new Signal();
        var executor = new FakeExecutors("port", async (_, _) =>
        {
            await release.Task;
            return FakeExecutors.Success;
        });
        await using var agent = RunningAgent.Start([gateway], [executor], _folder, o => o with { ShutdownGrace = TimeSpan.FromSeconds(10) });
        gateway.HandOut(RunningAgent.Instruction("t1"));
        await executor.Started.WhenCountAsync(1);
        var stopping = agent.StopAsync();
        await agent.Logs.Entries.FirstAsync(e => e.Id == 1601, "the stop's log entry");
        release.Raise();
        await stopping;

        Assert.Contains(gateway.Reports.Items, r => r is { TaskId: "t1", State: TaskState.Succeeded });
        Assert.Single(gateway.Byes.Items);
    }

    [Theory]
    [InlineData("port", 0)]
    [InlineData("custom", 1)]
    public async Task Stop_WorkOutlivesTheGrace_IsStoppedAndOnlyReportedIfItMustNotRunAgain(string kind, int reports)
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        var executor = FakeExecutors.Endless(kind);
        await using var agent = RunningAgent.Start([gateway], [executor], _folder);
        gateway.HandOut(RunningAgent.Instruction("t1", kind));
        await executor.Started.WhenCountAsync(1);
        await agent.StopAsync();

        var ends = gateway.Reports.Items.Where(r => r.State.IsTerminal()).ToList();
        Assert.Equal(reports, ends.Count);
        Assert.All(ends, e => Assert.Equal((TaskState.TimedOut, Outcome.Unknown), (e.State, e.Result!.Outcome)));
    }

    [Fact]
    public async Task Restart_ReportNotSentBefore_IsNamedInRunningAndSent()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        gateway.Fail = (call, _) => call is "reports" || (call is "poll" && gateway.Polls.Items.Count > 0) ? 503 : null;
        await using (var agent = RunningAgent.Start([gateway], [FakeExecutors.Quick()], _folder))
        {
            gateway.HandOut(RunningAgent.Instruction("t1"));
            await agent.Logs.Entries.FirstAsync(e => e.Id == 1621, "the gateway's failure");
            await WhenOutboxHoldsAsync("\"t1\"");
        }

        gateway.Fail = (_, _) => null;
        var before = gateway.Polls.Items.Count;
        await using var again = RunningAgent.Start([gateway], [FakeExecutors.Quick()], _folder);

        var polls = await gateway.Polls.WhenCountAsync(before + 1);
        Assert.Equal([new("t1", 1)], polls[before].Running);
        await gateway.Reports.FirstAsync(r => r is { TaskId: "t1", State: TaskState.Succeeded }, "the report of the earlier run");
    }

    [Fact]
    public async Task Restart_AttemptThatWasInterrupted_DoesNotRunAgainButTheNextAttemptDoes()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        var first = FakeExecutors.Endless();
        await using (var agent = RunningAgent.Start([gateway], [first], _folder))
        {
            gateway.HandOut(RunningAgent.Instruction("t1"));
            await first.Started.WhenCountAsync(1);
        }

        // A gateway of its own: the first agent's abandoned poll may still be parked at the other and would swallow the answers.
        await using var later = await ScriptedGateway.StartAsync();
        var second = FakeExecutors.Quick();
        await using var again = RunningAgent.Start([later], [second], _folder);
        later.HandOut(RunningAgent.Instruction("t1"));
        later.HandOut(RunningAgent.Instruction("t1", attempt: 2));
        await later.Reports.FirstAsync(r => r is { Attempt: 2, State: TaskState.Succeeded }, "the end of the second attempt");

        Assert.Equal([2], second.Started.Items.Select(s => s.Attempt));
        Assert.Contains(again.Logs.Entries.Items, e => e.Id == 1667);
    }

    private async Task WhenOutboxHoldsAsync(string text)
    {
        using var deadline = new CancellationTokenSource(Deadline.Default);
        using var watcher = new FileSystemWatcher(_folder.Path, "outbox.log");
        var changed = new SemaphoreSlim(0);
        watcher.Changed += (_, _) => changed.Release();
        watcher.EnableRaisingEvents = true;
        while (true)
        {
            await using (var file = new FileStream(_folder.Combine("outbox.log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
            {
                if ((await new StreamReader(file).ReadToEndAsync(deadline.Token)).Contains(text, StringComparison.Ordinal))
                    return;
            }

            await changed.WaitAsync(deadline.Token);
        }
    }
}
