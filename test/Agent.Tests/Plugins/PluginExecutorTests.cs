using Keeper.Agent.Execution;
using Keeper.Protocol.Json;
using Keeper.Protocol.Tasks;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Plugins;

/// <summary>What plug-ins say, and what becomes of it. Real processes; a shell is the quickest way to misbehave.</summary>
public sealed class PluginExecutorTests : IDisposable
{
    private const string Done = """printf '{"type":"result","outcome":"Success","message":"done"}\n'""";

    private readonly PluginDirectory _plugins = new();

    public void Dispose() => _plugins.Dispose();

    [Fact]
    public async Task Run_WholeResult_IsReportedAsItIs()
    {
        var result = await RunAsync("""
            read -r line
            printf '{"type":"progress","message":"half way"}\n\n'
            printf '{"type":"result","outcome":"TargetFailed","message":"too old","output":"raw","values":{"ageHours":3.5},"phases":{"list":2},'
            printf '"assertions":[{"text":"young","passed":false,"actual":"3.5 h"},{"text":"there","passed":true}]}\n'
            """);

        Assert.Equal((Outcome.TargetFailed, "too old", "raw"), (result.Outcome, result.Message, result.Output));
        Assert.Equal([new Assertion("young", false, "3.5 h"), new Assertion("there", true, "")], result.Assertions);
        Assert.Equal((3.5, 2), (result.Values!["ageHours"], result.Phases!["list"]));
        Assert.True(result.DurationMs > 0);
    }

    [Fact]
    public async Task Run_Instruction_ArrivesAsOneLineWhateverTheArgumentsLookLike()
    {
        _plugins.Add("plugin", $"head -n 1 >{_plugins.Beside("got")}; pwd >>{_plugins.Beside("got")}; {Done}");
        var registry = new ExecutorRegistry(_plugins.Load());

        var executor = registry.Create("plugin", new RawJson("{\n  \"a\": \"x\\ny\"\n}"), out _)!;
        await executor.RunAsync(new InstructionContext("t9", 3, TimeProvider.System) { RunTimeout = TimeSpan.FromSeconds(30) }, default);

        Assert.Equal(
            ["""{"type":"run","taskId":"t9","attempt":3,"kind":"plugin","arguments":{"a":"x\ny"},"runTimeoutSeconds":30}""", Path.Combine(_plugins.Path, "plugin")],
            await File.ReadAllLinesAsync(_plugins.Beside("got")));
    }

    [Fact]
    public async Task Run_Environment_HoldsNothingOfTheAgents()
    {
        await RunAsync($"env >{_plugins.Beside("env")}; {Done}");

        var names = (await File.ReadAllLinesAsync(_plugins.Beside("env"))).Select(l => l[..l.IndexOf('=')]);
        Assert.Equal(["HOME", "KEEPER_COMMAND_MARK", "KEEPER_TASK_ID", "LANG", "PATH", "PWD"], names.Except(["OLDPWD", "SHLVL", "_"]).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("echo hello", "it is not JSON; the line is 'hello'")]
    [InlineData("printf '\\377\\376\\n'", "it is not Unicode; the line is nothing")]
    [InlineData("echo '[1]'", "must be an object, not an array; the line is '[1]'")]
    [InlineData("""echo '{"type":"hello"}'""", "type: is 'hello'; allowed are progress, result")]
    [InlineData("""echo '{"type":"progress"}'""", "message: is required")]
    [InlineData("""echo '{"type":"result"}'""", "message: is required; outcome: is required")]
    [InlineData("""echo '{"type":"result","outcome":"TimedOut","message":"m"}'""", "outcome: is 'TimedOut'; allowed are Success, TargetFailed, ExecutorFailed")]
    [InlineData("""echo '{"type":"result","outcome":"Denied","message":"m"}'""", "outcome: is 'Denied'")]
    [InlineData("""echo '{"type":"result","outcome":"Success","message":"m","values":{"a":"1"},"mesage":""}'""", "mesage: is not known here; known are type, outcome, message, assertions, phases, values, output; values.a: must be a number, not \"1\"")]
    [InlineData("""echo '{"type":"result","outcome":"Success","message":"m","values":[],"assertions":[{"text":"t"},5]}'""", "assertions[0].passed: is required; assertions[1]: must be an object, not 5")]
    [InlineData("""echo '{"type":"result","outcome":"Success","message":"m","assertions":[{"text":"t","passed":false}]}'""", "outcome: is Success although the assertion 't' did not hold")]
    public async Task Run_LineThatIsNotUnderstood_IsTheExecutorsFaultAndQuotesIt(string script, string fault)
    {
        var result = await RunAsync($"{script}; echo because >&2; sleep 1000").Within("the end");

        Assert.Equal(Outcome.ExecutorFailed, result.Outcome);
        Assert.StartsWith("the plug-in 'plugin' 1.2 wrote a line that is not understood: ", result.Message, StringComparison.Ordinal);
        Assert.Contains(fault, result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 3", "ended with exit code 3 and without a result")]
    [InlineData("echo first >&2; echo no such queue >&2; exit 4", "ended with exit code 4 and without a result; standard error ended with 'no such queue'")]
    [InlineData("""echo '{"type":"progress","message":"listing"}'; exit 0""", "ended with exit code 0 and without a result; it last said 'listing'")]
    [InlineData("kill -9 $$", "ended with exit code 137 and without a result")]
    [InlineData("sleep 1000 & exit 5", "ended with exit code 5 and without a result")]
    public async Task Run_EndsWithoutAResult_SaysHow(string script, string fault)
    {
        var result = await RunAsync(script).Within("the end");

        Assert.Equal((Outcome.ExecutorFailed, $"the plug-in 'plugin' 1.2 {fault}"), (result.Outcome, result.Message));
    }

    [Fact]
    public async Task Run_EndsWithoutAResult_ShowsWhatItWroteToStandardError() =>
        Assert.Equal("a\nb\n", (await RunAsync("printf 'a\\nb\\n' >&2; exit 1")).Output);

    [Theory]
    [InlineData("yes", "wrote a line that is not understood: it is not JSON; the line is 'y'")]
    [InlineData("cat /dev/zero", "wrote a line of more than 262144 bytes")]
    [InlineData("""yes '{"type":"progress","message":"on and on"}'""", "wrote more than 16777216 bytes and no result")]
    [InlineData("yes ''", "wrote more than 16777216 bytes and no result")]
    public async Task Run_EndlessOutput_EndsItInBoundedMemory(string script, string fault)
    {
        var before = GC.GetTotalAllocatedBytes();

        var result = await RunAsync($"exec 2>/dev/null; {script}").Within("the end");

        Assert.Equal((Outcome.ExecutorFailed, $"the plug-in 'plugin' 1.2 {fault}"), (result.Outcome, result.Message));
        Assert.True(GC.GetTotalAllocatedBytes() - before < 1 << 30, "it kept what it read");
    }

    [Fact]
    public async Task Run_EndlessStandardError_IsReadAndNotKept()
    {
        var result = await RunAsync("head -c 20000000 /dev/zero | tr '\\0' z >&2; exit 1").Within("the end");

        Assert.Equal(Outcome.ExecutorFailed, result.Outcome);
        Assert.InRange(result.Output.Length, 8_000, TaskResult.MaxOutputLength);
    }

    [Fact]
    public async Task Run_DoesNotReadItsInput_IsNoFault() =>
        Assert.Equal("done", (await RunAsync(Done, new { text = new string('x', 120_000) })).Message);

    [Fact]
    public async Task Run_LastLineWithoutItsEnd_Counts() =>
        Assert.Equal("m", (await RunAsync("""printf '{"type":"result","outcome":"Success","message":"m"}'""")).Message);

    [Fact]
    public async Task Run_ResultAndMore_IsTheFirstResult() =>
        Assert.Equal("done", (await RunAsync($"{Done}; echo garbage; exit 9")).Message);

    [Fact]
    public async Task Run_ProgramGoneMeanwhile_SaysSo()
    {
        var program = _plugins.Beside("tool");
        File.Copy("/bin/sh", program);
        var factory = _plugins.Add("plugin", "", m => m["program"] = program).LoadOne();
        File.Delete(program);

        var result = await Probe.RunAsync(factory, new { });

        Assert.Equal(Outcome.ExecutorFailed, result.Outcome);
        Assert.StartsWith("the plug-in 'plugin' 1.2 ", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_ArgumentsThatDoNotFit_NamesEveryFault()
    {
        _plugins.Add("plugin", Done, m => m["argumentsSchema"] = System.Text.Json.Nodes.JsonNode.Parse(
            """{"type":"object","required":["queue"],"additionalProperties":false,"properties":{"queue":{"type":"string"},"max":{"type":"integer"}}}"""));
        var registry = new ExecutorRegistry(_plugins.Load());

        Assert.Null(registry.Create("plugin", new RawJson("""{"max":"5","x":1}"""), out var failure));

        Assert.Equal(
            (Outcome.ExecutorFailed, "the arguments are not understood: arguments.max: must be a whole number, not \"5\"; arguments.queue: is required; arguments.x: is not known here; known are queue, max"),
            (failure!.Outcome, failure.Message));
    }

    private Task<TaskResult> RunAsync(string script, object? arguments = null) =>
        Probe.RunAsync(_plugins.Add("plugin", script).LoadOne(), arguments ?? new { });
}
