using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Keeper.Agent.Execution;
using Keeper.Agent.Permissions;
using Keeper.Agent.Permissions.Secrets;
using Keeper.Protocol.Agents;
using Keeper.Protocol.Json;
using Keeper.Protocol.Tasks;
using Keeper.Protocol.Validation;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Instructions;

/// <summary>An instruction that uses a secret, seen from the executor, from the gateway, in the log and on the disk.</summary>
public sealed class SecretInstructionTests : IDisposable
{
    private const string Secret = "correct-horse-battery";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_SecretInTheArguments_ReachesTheExecutorAndNobodyElse()
    {
        var (end, agent) = await EndOfAsync(given => Task.FromResult(new TaskResult { Outcome = Outcome.TargetFailed, Message = $"sent {given}", Output = given }));

        Assert.Equal(("sent (secret)", "(secret)"), (end.Result!.Message, end.Result.Output));
        await AssertNothingKeptAsync(agent);
    }

    [Fact]
    public async Task Run_ExecutorThrowsTheSecret_IsHiddenInResultAndLog()
    {
        var (end, agent) = await EndOfAsync(given => throw new FormatException($"cannot read '{given}'"));

        Assert.Equal("the executor failed: cannot read '(secret)'", end.Result!.Message);
        Assert.Contains("FormatException: cannot read '(secret)'", Assert.Single(agent.Logs.Entries.Items, e => e.Id == 1675).Message, StringComparison.Ordinal);
        await AssertNothingKeptAsync(agent);
    }

    [Fact]
    public async Task Run_RefusalQuotesTheSecret_IsHidden()
    {
        var (end, agent) = await EndOfAsync(given => throw new DeniedException($"no rule allows '{given}'"));

        Assert.Equal((Outcome.Denied, "no rule allows '(secret)'"), (end.Result!.Outcome, end.Result.Message));
        await AssertNothingKeptAsync(agent);
    }

    [Fact]
    public async Task Run_ArgumentsAreFaultyWithTheSecretInPlace_IsHiddenInTheFault()
    {
        var (end, agent) = await EndOfAsync(_ => Task.FromResult(FakeExecutors.Success), fault: true);

        Assert.Equal(Outcome.ExecutorFailed, end.Result!.Outcome);
        Assert.Contains("arguments.key: is '(secret)'", end.Result.Message, StringComparison.Ordinal);
        await AssertNothingKeptAsync(agent);
    }

    [Fact]
    public async Task Run_FactoryThrowsTheSecret_FailsAndIsHidden()
    {
        var (end, agent) = await EndOfAsync(_ => Task.FromResult(FakeExecutors.Success), thrown: true);

        Assert.Equal((Outcome.ExecutorFailed, "the executor could not be made: what is '(secret)'?"), (end.Result!.Outcome, end.Result.Message));
        await AssertNothingKeptAsync(agent);
    }

    [Fact]
    public async Task Start_SecretForEveryKind_IsWarnedOf()
    {
        var (_, agent) = await EndOfAsync(_ => Task.FromResult(FakeExecutors.Success), fault: true);

        Assert.Contains("'key'", Assert.Single(agent.Logs.Entries.Items, e => e.Id == 1605).Message, StringComparison.Ordinal);
        await agent.DisposeAsync();
    }

    private async Task<(TaskReport End, RunningAgent Agent)> EndOfAsync(Func<string, Task<TaskResult>> run, bool fault = false, bool thrown = false)
    {
        await File.WriteAllTextAsync(_folder.Combine("secret"), Secret);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder.Combine("secret"), UnixFileMode.UserRead);
        await using var gateway = await ScriptedGateway.StartAsync();
        var ends = new Recorder<byte[]>();
        gateway.Fail = (_, body) =>
        {
            // The end is never taken, so that it stays on the agent's disk.
            if (!Encoding.UTF8.GetString(body).Contains("\"FAILED\"", StringComparison.Ordinal))
                return null;
            ends.Add(body);
            return 503;
        };
        var agent = RunningAgent.Start(
            [gateway], [new KeyFactory(run, fault, thrown)], change: o => o with
            {
                DataFolder = _folder.Combine("data"),
                Secrets = [new SecretRule { Name = "key", File = _folder.Combine("secret") }],
            });
        gateway.HandOut(new Instruction("t1", 1, "custom", new RawJson("""{"key":{"secret":"key"}}"""), 30));
        var sent = JsonNode.Parse((await ends.WhenCountAsync(1))[0])!["reports"]!.AsArray()[^1];
        await agent.StopAsync();
        return (sent.Deserialize(AgentWireJson.Default.TaskReport)!, agent);
    }

    private async Task AssertNothingKeptAsync(RunningAgent agent)
    {
        await agent.DisposeAsync();
        Assert.DoesNotContain(agent.Logs.Entries.Items, e => e.Message.Contains(Secret, StringComparison.Ordinal));
        var kept = Directory.GetFiles(_folder.Combine("data")).Select(File.ReadAllText).ToList();
        Assert.Contains(kept, text => text.Contains("(secret)", StringComparison.Ordinal));
        Assert.DoesNotContain(kept, text => text.Contains(Secret, StringComparison.Ordinal));
    }

    /// <summary>A kind with one argument, which its executor is given.</summary>
    private sealed class KeyFactory(Func<string, Task<TaskResult>> run, bool fault, bool thrown) : IExecutorFactory
    {
        public string Kind => "custom";

        public string Version => "1.0";

        public IExecutor? Create(ObjectReader arguments)
        {
            var key = arguments.SecretText("key", 1000, required: true);
            if (thrown)
                throw new FormatException($"what is '{key}'?");
            if (fault)
                arguments.Fault("key", $"is '{key}'");
            return arguments.Faulty ? null : new KeyExecutor(run, key!);
        }
    }

    private sealed class KeyExecutor(Func<string, Task<TaskResult>> run, string key) : IExecutor
    {
        public Task<TaskResult> RunAsync(InstructionContext context, CancellationToken ct) => run(key);
    }
}
