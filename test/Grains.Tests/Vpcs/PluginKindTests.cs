using Keeper.Grains.Agents;
using Keeper.Grains.Tasks;
using Keeper.Grains.Tests.Hosting;

namespace Keeper.Grains.Tests.Vpcs;

/// <summary>Kinds that only agents know: who may be given one, and with which arguments.</summary>
public sealed class PluginKindTests
{
    private const string Narrow = """{"type":"object","required":["queue"],"additionalProperties":false,"properties":{"queue":{"type":"string"}}}""";
    private const string Wide = """{"type":"object","required":["queue"],"additionalProperties":false,"properties":{"queue":{"type":"string"},"max":{"type":"integer"}}}""";

    [Fact]
    public async Task Examine_ArgumentsThatDoNotFit_NamesEveryFaultOfEachPlace()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        await cluster.ConnectAsync("one", Executor(Narrow));

        var faults = await cluster.VpcGrain().ExamineAsync(new SubmissionAim[]
        {
            new("custom", null, """{"queue":"q"}"""), new("custom", null, """{"queue":5,"max":1}"""), new("custom", null, "{}"),
        });

        Assert.Equal(
            [
                new(1, "arguments.max", "is not known here; known are queue"), new(1, "arguments.queue", "must be a text, not 5"),
                new SubmissionFault(2, "arguments.queue", "is required"),
            ],
            faults);
    }

    [Fact]
    public async Task Submit_ArgumentsThatDoNotFit_IsRefusedWithEveryFaultInOneMessage()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        await cluster.ConnectAsync("one", Executor(Narrow));

        var answer = Assert.Single(await cluster.VpcGrain().SubmitAsync(new[] { Task("""{"max":1}""") }));

        Assert.Equal(new SubmitAnswer(null, SubmitRefusal.Invalid, "arguments.max", "is not known here; known are queue; arguments.queue: is required"), answer);
    }

    [Fact]
    public async Task Submit_ArgumentsThatFit_GoToTheAgentEvenAfterARestartOfTheSilo()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync("one", Executor(Narrow));
        await cluster.RestartAsync();

        var id = await cluster.SubmitAsync(Task("""{"queue":"q"}"""));

        Assert.Equal(id, Assert.Single(await agent.NextAsync()).TaskId);
        Assert.Equal(SubmitRefusal.Invalid, Assert.Single(await cluster.VpcGrain().SubmitAsync(new[] { Task("{}") })).Refusal);
    }

    [Fact]
    public async Task Submit_AgentsThatDiffer_IsTakenOnlyIfAllWouldUnderstandIt()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        await cluster.ConnectAsync("old", Executor(Narrow));
        var newer = await cluster.ConnectAsync("new", Executor(Wide, "2"));

        var answers = await cluster.VpcGrain().SubmitAsync(new[]
        {
            Task("""{"queue":"q"}"""), Task("""{"queue":"q","max":1}"""), Task("""{"queue":"q","max":1}""") with { AgentId = newer.Id },
        });

        Assert.Equal([SubmitRefusal.None, SubmitRefusal.Invalid, SubmitRefusal.None], answers.Select(a => a.Refusal));
        Assert.Equal(("arguments.max", "is not known here; known are queue (agent old, version 1)"), (answers[1].Field, answers[1].Message));
    }

    [Fact]
    public async Task Submit_TheAgentThatDiffersIsOffline_ThoseThatCanWorkDecide()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var old = await cluster.ConnectAsync("old", Executor(Narrow));
        await cluster.ConnectAsync("new", Executor(Wide, "2"));
        await old.ByeAsync();

        await cluster.SubmitAsync(Task("""{"queue":"q","max":1}"""));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("""{"type":"object","$ref":"#/elsewhere"}""")]
    public async Task Submit_SchemaThatCannotBeEnforcedHere_IsLeftToTheAgent(string? schema)
    {
        await using var cluster = await KeeperCluster.StartAsync();
        await cluster.ConnectAsync("one", Executor(schema));

        await cluster.SubmitAsync(Task("""{"whatever":1}"""));
    }

    [Fact]
    public async Task Submit_KindThatNobodyHas_SaysWhatThereIs()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        await cluster.ConnectAsync("one", Executor(Narrow));

        var answer = Assert.Single(await cluster.VpcGrain().SubmitAsync(new[] { Task("{}") with { Kind = "dance" } }));

        Assert.Equal((SubmitRefusal.Invalid, "kind"), (answer.Refusal, answer.Field));
        Assert.StartsWith("'dance' is a kind that neither Keeper nor any agent of the VPC has; Keeper has command, ", answer.Message, StringComparison.Ordinal);
        Assert.EndsWith(", agents of the VPC have custom", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_PinnedToAnAgentWithoutTheKind_SaysWhoHasIt()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        await cluster.ConnectAsync("able", Executor(Narrow));
        var unable = await cluster.ConnectAsync("unable", "port");

        var answer = Assert.Single(await cluster.VpcGrain().SubmitAsync(new[] { Task("""{"queue":"q"}""") with { AgentId = unable.Id } }));

        Assert.Equal(
            new SubmitAnswer(null, SubmitRefusal.Invalid, "agentId", "agent unable does not have the kind 'custom'; agents that have it: able"), answer);
    }

    [Fact]
    public async Task Examine_ManyPlacesWithFaults_StopsWhereNobodyReadsOn()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        await cluster.ConnectAsync("one", Executor(Narrow));

        var faults = await cluster.VpcGrain().ExamineAsync(Enumerable.Repeat(new SubmissionAim("custom", null, "{}"), 1_000).ToList());

        Assert.Equal(100, faults.Count);
    }

    private static AgentExecutor Executor(string? schema, string version = "1") => new("custom", version, schema);

    private static TaskSubmission Task(string arguments) => Sample.Port() with { Kind = "custom", Arguments = arguments };
}
