using Keeper.Agent.Probes.Command;
using Keeper.Protocol.Agents;
using Keeper.Protocol.Json;
using Keeper.Protocol.Tasks;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Instructions;

/// <summary>What becomes of an instruction, seen from the gateway.</summary>
public sealed class InstructionTests
{
    /// <summary>A kind that Keeper does not know must not run twice.</summary>
    private const string NotRepeatable = "custom";

    [Fact]
    public async Task Duplicate_HandedOutAgain_RunsOnce()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        var executor = FakeExecutors.Quick();
        await using var agent = RunningAgent.Start(gateway, executor);
        gateway.HandOut(RunningAgent.Instruction("t1"), RunningAgent.Instruction("t1"));
        gateway.HandOut(RunningAgent.Instruction("t1"));
        gateway.HandOut(RunningAgent.Instruction("t1"), RunningAgent.Instruction("t1", attempt: 2), RunningAgent.Instruction("t2"));

        await gateway.Reports.WhenAsync(all => all.Count(r => r.State.IsTerminal()) == 3, "three ends");

        Assert.Equal([("t1", 1), ("t1", 2), ("t2", 1)], executor.Started.Items.Select(s => (s.TaskId, s.Attempt)).Order());
    }

    [Fact]
    public async Task HandedOut_ByARestoredPlatform_RunsWhatTheLostFutureHadSeen()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        var executor = FakeExecutors.Quick();
        await using var agent = RunningAgent.Start(gateway, executor);
        gateway.Answer(new PollResponse { Incarnation = "lost", Instructions = [RunningAgent.Instruction("t1", attempt: 3)] });
        await gateway.Reports.WhenAsync(all => all.Count(r => r.State.IsTerminal()) == 1, "the end in the lost future");

        gateway.Answer(new PollResponse { Incarnation = "restored", Instructions = [RunningAgent.Instruction("t1", attempt: 1)] });
        await gateway.Reports.WhenAsync(all => all.Count(r => r.State.IsTerminal()) == 2, "the end after the restore");

        Assert.Equal([("t1", 3), ("t1", 1)], executor.Started.Items.Select(s => (s.TaskId, s.Attempt)));
        Assert.Equal(["lost", "restored"], gateway.Reports.Items.Where(r => r.State.IsTerminal()).Select(r => r.Incarnation));
    }

    [Fact]
    public async Task Run_NotRepeatable_StartsOnlyWhenRunningIsAccepted()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        var (asked, answer) = (new Signal(), new Signal());
        gateway.BeforeReportsAnswer = () =>
        {
            asked.Raise();
            return answer.Task;
        };
        var executor = FakeExecutors.Quick(NotRepeatable);
        await using var agent = RunningAgent.Start(gateway, executor);
        gateway.HandOut(RunningAgent.Instruction("t1", NotRepeatable));
        await asked.WaitAsync("the RUNNING report");
        Assert.Empty(executor.Started.Items);

        answer.Raise();

        await gateway.Reports.FirstAsync(r => r.State == TaskState.Succeeded, "the end of t1");
        Assert.Single(executor.Started.Items);
    }

    [Fact]
    public async Task Run_FaultInsideTheAgent_IsReported()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var agent = RunningAgent.Start(gateway, new FakeExecutors("port", (_, _) => Task.FromResult<TaskResult>(null!)));
        gateway.HandOut(RunningAgent.Instruction("t1"));

        var end = await gateway.Reports.FirstAsync(r => r.State.IsTerminal(), "the end of t1");

        Assert.Equal((TaskState.Failed, Outcome.ExecutorFailed), (end.State, end.Result!.Outcome));
        Assert.Contains("NullReferenceException", end.Result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_DeniedByTheAgent_FailsAndIsNeverSaidToRun()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var agent = RunningAgent.Start(gateway, new CommandExecutorFactory([]));
        gateway.HandOut(new Instruction("t1", 1, "command", new RawJson("""{"file":"/bin/true"}"""), 30));

        var end = await gateway.Reports.FirstAsync(r => r.State.IsTerminal(), "the end of t1");

        Assert.Equal((TaskState.Failed, Outcome.Denied), (end.State, end.Result!.Outcome));
        Assert.Contains("nothing allows it", end.Result.Message, StringComparison.Ordinal);
        Assert.Single(gateway.Reports.Items);
    }

    [Fact]
    public async Task Run_NotRepeatableAndRunningRefused_NeverStartsAndIsForgotten()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        gateway.Refuse = _ => "attempt 2 is current";
        var executor = FakeExecutors.Quick(NotRepeatable);
        await using var agent = RunningAgent.Start(gateway, executor);
        gateway.HandOut(RunningAgent.Instruction("t1", NotRepeatable));
        await gateway.Reports.WhenCountAsync(1);
        await agent.Logs.Entries.FirstAsync(e => e.Id == 1652, "the refusal's log entry");

        await WhenPollSaysAsync(gateway, agent, p => p.Running.Count == 0);

        Assert.Empty(executor.Started.Items);
    }

    [Fact]
    public async Task Deadline_Passed_StopsTheExecutorAndReportsTimedOut()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        var executor = FakeExecutors.Endless();
        await using var agent = RunningAgent.Start(gateway, executor);
        gateway.HandOut(RunningAgent.Instruction("t1", runTimeoutSeconds: 3));
        await executor.Started.WhenCountAsync(1);
        agent.Time.Advance(TimeSpan.FromSeconds(3));

        var end = await gateway.Reports.FirstAsync(r => r.State.IsTerminal(), "the end of t1");

        Assert.Equal((TaskState.TimedOut, Outcome.TimedOut, 3000), (end.State, end.Result!.Outcome, end.Result.DurationMs));
    }

    [Fact]
    public async Task Deadline_ExecutorSaysWhatItDoes_IsQuoted()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        var waiting = new Recorder<string>();
        var executor = new FakeExecutors("port", async (context, ct) =>
        {
            context.Doing = "waiting for an answer";
            waiting.Add(context.Doing);
            await Task.Delay(Timeout.Infinite, ct);
            return FakeExecutors.Success;
        });
        await using var agent = RunningAgent.Start(gateway, executor);
        gateway.HandOut(RunningAgent.Instruction("t1", runTimeoutSeconds: 3));
        await waiting.WhenCountAsync(1);
        agent.Time.Advance(TimeSpan.FromSeconds(3));

        var end = await gateway.Reports.FirstAsync(r => r.State.IsTerminal(), "the end of t1");

        Assert.Equal("it did not end within its run time-out of 3 s while waiting for an answer", end.Result!.Message);
    }

    [Fact]
    public async Task Deadline_ExecutorShowsWhatItHas_IsReportedAsTimedOutWithIt()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        var executor = new FakeExecutors("port", async (context, ct) =>
        {
            await Task.Delay(Timeout.Infinite, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return new TaskResult { Outcome = Outcome.TimedOut, Message = $"time up: {context.TimeUp.IsCancellationRequested}", Output = "half" };
        });
        await using var agent = RunningAgent.Start(gateway, executor);
        gateway.HandOut(RunningAgent.Instruction("t1", runTimeoutSeconds: 3));
        await executor.Started.WhenCountAsync(1);
        agent.Time.Advance(TimeSpan.FromSeconds(3));

        var end = await gateway.Reports.FirstAsync(r => r.State.IsTerminal(), "the end of t1");

        Assert.Equal((TaskState.TimedOut, "time up: True", "half"), (end.State, end.Result!.Message, end.Result.Output));
    }

    [Fact]
    public async Task Deadline_ExecutorDoesNotStop_IsReportedAndItsSlotStaysTaken()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        var release = new Signal();
        var executor = new FakeExecutors("port", async (_, _) =>
        {
            await release.Task;
            return FakeExecutors.Success;
        });
        await using var agent = RunningAgent.Start([gateway], [executor], change: o => o with { Capacity = 2 });
        gateway.HandOut(RunningAgent.Instruction("t1", runTimeoutSeconds: 2));
        await executor.Started.WhenCountAsync(1);
        agent.Time.Advance(TimeSpan.FromSeconds(2));
        await agent.Time.WhenTimerArmedAsync(TimeSpan.FromSeconds(2)).Within("the wait for the executor to stop");
        agent.Time.Advance(TimeSpan.FromSeconds(2));

        await gateway.Reports.FirstAsync(r => r.State == TaskState.TimedOut, "the end of t1");

        await agent.Logs.Entries.FirstAsync(e => e.Id == 1676, "the log entry");
        await WhenPollSaysAsync(gateway, agent, p => p.Capacity == 1);
        release.Raise();
        await WhenPollSaysAsync(gateway, agent, p => p.Capacity == 2);
    }

    [Fact]
    public async Task Cancel_WhileItRuns_StopsTheExecutorWithoutAReport()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        var stopped = new Signal();
        var executor = new FakeExecutors("port", async (_, ct) =>
        {
            await using var registration = ct.Register(stopped.Raise);
            await Task.Delay(Timeout.Infinite, ct);
            return FakeExecutors.Success;
        });
        await using var agent = RunningAgent.Start(gateway, executor);
        gateway.HandOut(RunningAgent.Instruction("t1"));
        await executor.Started.WhenCountAsync(1);
        gateway.Answer(new PollResponse { Cancelled = ["t1"] });
        await stopped.WaitAsync("the executor's being stopped");

        await WhenPollSaysAsync(gateway, agent, p => p.Running.Count == 0);

        Assert.DoesNotContain(gateway.Reports.Items, r => r.State.IsTerminal());
    }

    [Fact]
    public async Task Capacity_AllSlotsTaken_IsRespectedAndFreeSlotsAreAskedFor()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        var release = new Signal();
        var executor = new FakeExecutors("port", async (_, _) =>
        {
            await release.Task;
            return FakeExecutors.Success;
        });
        await using var agent = RunningAgent.Start([gateway], [executor], change: o => o with { Capacity = 2 });
        gateway.HandOut(RunningAgent.Instruction("t1"), RunningAgent.Instruction("t2"), RunningAgent.Instruction("t3"));
        var full = await gateway.Polls.FirstAsync(p => p.Capacity == 0, "a poll of a full agent");

        Assert.Equal((0, 2), (full.WaitSeconds, full.Running.Count));
        Assert.Equal(2, (await executor.Started.WhenCountAsync(2)).Count);
        release.Raise();
        await WhenPollSaysAsync(gateway, agent, p => p is { Capacity: 2, WaitSeconds: > 0, Version: null });
    }

    [Fact]
    public async Task Capacity_OutboxFull_IsNoneUntilReportsAreSettled()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        gateway.Fail = (call, _) => call == "reports" ? 503 : null;
        await using var agent = RunningAgent.Start([gateway], [FakeExecutors.Quick()], change: o => o with { MaxOutboxReports = 1 });
        gateway.HandOut(RunningAgent.Instruction("t1"));
        await agent.Logs.Entries.FirstAsync(e => e.Id == 1645, "the failed report's log entry");

        await WhenPollSaysAsync(gateway, agent, p => p.Capacity == 0 && p.Running.Count == 1);
    }

    [Fact]
    public async Task Run_UnknownKind_FailsAndNamesWhatThereIs()
    {
        var end = await EndOfAsync(FakeExecutors.Quick(), RunningAgent.Instruction("t1", "teleport"));

        Assert.Equal((TaskState.Failed, Outcome.ExecutorFailed), (end.State, end.Result!.Outcome));
        Assert.Equal("this agent has no executor for 'teleport'; it has port", end.Result.Message);
    }

    [Fact]
    public async Task Run_BadArguments_FailsAndNamesEveryFault()
    {
        var instruction = RunningAgent.Instruction("t1") with { Arguments = new RawJson("""{"port":0,"hots":"x"}""") };

        var end = await EndOfAsync(new Keeper.Agent.Probes.Port.PortExecutorFactory(), instruction);

        Assert.Equal(Outcome.ExecutorFailed, end.Result!.Outcome);
        Assert.Contains("arguments.host: is required", end.Result.Message, StringComparison.Ordinal);
        Assert.Contains("arguments.port: is 0", end.Result.Message, StringComparison.Ordinal);
        Assert.Contains("arguments.hots: is not known", end.Result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ExecutorFault_IsReportedAsSuch()
    {
        var end = await EndOfAsync(new FakeExecutors("port", (_, _) => throw new InvalidOperationException("a bug")), RunningAgent.Instruction("t1"));

        Assert.Equal((TaskState.Failed, Outcome.ExecutorFailed, "the executor failed: a bug"), (end.State, end.Result!.Outcome, end.Result.Message));
    }

    [Fact]
    public async Task Run_OversizedResult_IsCutToTheContract()
    {
        var huge = new TaskResult
        {
            Outcome = Outcome.TargetFailed,
            Message = new string('m', 9_999),
            Output = new string('o', 99_999),
            Assertions = [.. Enumerable.Range(0, 500).Select(i => new Assertion($"a{i}", false, new string('x', 5_000)))],
        };

        var end = await EndOfAsync(new FakeExecutors("port", (_, _) => Task.FromResult(huge)), RunningAgent.Instruction("t1"));

        Assert.Equal(
            (TaskResult.MaxMessageLength, TaskResult.MaxOutputLength, TaskResult.MaxAssertions),
            (end.Result!.Message.Length, end.Result.Output.Length, end.Result.Assertions.Count));
    }

    /// <summary>Answers polls with nothing until one says what is awaited; an agent that pauses over that is helped along.</summary>
    private static async Task WhenPollSaysAsync(ScriptedGateway gateway, RunningAgent agent, Func<PollRequest, bool> says)
    {
        for (var seen = gateway.Polls.Items.Count; !gateway.Polls.Items.Skip(seen - 1).Any(says);)
        {
            var next = gateway.Polls.WhenCountAsync(gateway.Polls.Items.Count + 1);
            gateway.Answer(new PollResponse());
            while (await Task.WhenAny(next, agent.Time.WhenTimerArmedAsync(TimeSpan.FromSeconds(1))) != next)
                agent.Time.Advance(TimeSpan.FromSeconds(1));
            await next;
        }
    }

    private static async Task<TaskReport> EndOfAsync(Keeper.Agent.Execution.IExecutorFactory executor, Instruction instruction)
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var agent = RunningAgent.Start(gateway, executor);
        gateway.HandOut(instruction);
        return await gateway.Reports.FirstAsync(r => r.State.IsTerminal(), "the end");
    }
}
