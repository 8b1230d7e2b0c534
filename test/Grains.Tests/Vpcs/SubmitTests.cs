using Keeper.Grains.Agents;
using Keeper.Grains.Tasks;
using Keeper.Grains.Tests.Hosting;
using Keeper.Grains.Vpcs;
using Microsoft.Extensions.DependencyInjection;

namespace Keeper.Grains.Tests.Vpcs;

public sealed class SubmitTests
{
    [Fact]
    public async Task Submit_WithoutAgents_WaitsAndGoesToTheFirstThatConnects()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var id = await cluster.SubmitAsync();
        Assert.Null((await cluster.ShowAsync(id)).AgentId);
        var watch = await TaskWatch.OnAsync(cluster, id);

        var agent = await cluster.ConnectAsync();

        await watch.SeenAsync(t => t.AgentId == agent.Id, "the hand-over");
        Assert.Equal(id, Assert.Single(await agent.NextAsync()).TaskId);
    }

    [Fact]
    public async Task Submit_ABatch_IsSpreadOverTheAgents()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agents = new[] { await cluster.ConnectAsync("one"), await cluster.ConnectAsync("two"), await cluster.ConnectAsync("three") };

        await cluster.VpcGrain().SubmitAsync(Enumerable.Repeat(Sample.Port(), 30).ToList());

        foreach (var agent in agents)
            Assert.Equal(10, (await agent.PollAsync(100)).Instructions.Count);
    }

    [Fact]
    public async Task Submit_RareKind_GoesOnlyToAgentsThatHaveIt()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var able = await cluster.ConnectAsync("able", "port", "custom");
        var unable = await cluster.ConnectAsync("unable", "port");

        await cluster.VpcGrain().SubmitAsync(Enumerable.Repeat(Sample.Port() with { Kind = "custom" }, 4).ToList());

        Assert.Empty((await unable.PollAsync()).Instructions);
        Assert.Equal(4, (await able.PollAsync()).Instructions.Count);
    }

    [Fact]
    public async Task Examine_UnknownKindAndAgent_NamesBothOfEachPlace()
    {
        await using var cluster = await KeeperCluster.StartAsync();

        var faults = await cluster.VpcGrain().ExamineAsync(
            new SubmissionAim[] { new("port", null), new("dance", "nobody"), new(null, "nobody") });

        Assert.Equal([(1, "kind"), (1, "agentId"), (2, "agentId")], faults.Select(f => (f.Place, f.Field)));
    }

    [Fact]
    public async Task Examine_UnknownVpc_NamesItAndTheKindThatKeeperDoesNotKnow()
    {
        await using var cluster = await KeeperCluster.StartAsync();

        var faults = await cluster.VpcGrain("none").ExamineAsync(new SubmissionAim[] { new("dance", "nobody") });

        Assert.Equal([(0, "vpc"), (0, "kind")], faults.Select(f => (f.Place, f.Field)));
    }

    [Fact]
    public async Task Examine_KindOfAnAgent_IsNoFault()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync("able", "custom");

        Assert.Empty(await cluster.VpcGrain().ExamineAsync(new SubmissionAim[] { new("custom", agent.Id) }));
    }

    [Fact]
    public async Task Submit_UnknownKind_IsRefusedNamingTheField()
    {
        await using var cluster = await KeeperCluster.StartAsync();

        var answer = Assert.Single(await cluster.VpcGrain().SubmitAsync(new[] { Sample.Port() with { Kind = "dance" } }));

        Assert.Equal((SubmitRefusal.Invalid, "kind"), (answer.Refusal, answer.Field));
        Assert.Contains("'dance'", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_ForAnAgentOfAnotherVpc_IsRefused()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        await cluster.VpcGrain("vpc-b").PutAsync(new VpcSettings("", new Dictionary<string, string>()));
        var foreign = await cluster.EnrollAsync("one", "vpc-b");

        var answer = Assert.Single(await cluster.VpcGrain().SubmitAsync(new[] { Sample.Port(agentId: foreign.Id) }));

        Assert.Equal((SubmitRefusal.Invalid, "agentId"), (answer.Refusal, answer.Field));
    }

    [Fact]
    public async Task Submit_ToNoVpc_IsRefused()
    {
        await using var cluster = await KeeperCluster.StartAsync();

        var answer = Assert.Single(await cluster.VpcGrain("nowhere").SubmitAsync(new[] { Sample.Port() }));

        Assert.Equal(SubmitRefusal.NoSuchVpc, answer.Refusal);
    }

    [Fact]
    public async Task Submit_ForAnAgentThatNeverConnected_WaitsForJustThatOne()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var named = await cluster.EnrollAsync("named");
        var other = await cluster.ConnectAsync("other");

        var id = await cluster.SubmitAsync(Sample.Port(agentId: named.Id));

        Assert.Empty((await other.PollAsync()).Instructions);
        Assert.Equal(id, Assert.Single((await named.PollAsync()).Instructions).TaskId);
    }

    [Fact]
    public async Task Silence_OfAPinnedTasksAgent_KeepsTheTaskThere()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var named = await cluster.ConnectAsync("named");
        await cluster.ConnectAsync("other");
        var id = await cluster.SubmitAsync(Sample.Port(agentId: named.Id));

        await cluster.PassAsync(named, TimeSpan.FromSeconds(20));

        Assert.Equal(named.Id, (await cluster.ShowAsync(id)).AgentId);
        Assert.Equal(id, Assert.Single((await named.PollAsync()).Instructions).TaskId);
    }

    [Fact]
    public async Task Submit_SameKeySameTask_AnswersWithTheFirst()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        await cluster.ConnectAsync();
        var first = await cluster.SubmitAsync(Sample.Port(key: "k"));

        var again = await cluster.SubmitAsync(Sample.Port(key: "k") with { Arguments = """{ "host":"db", "protocol":"tcp", "port":5432 }""" });

        Assert.Equal(first, again);
    }

    [Fact]
    public async Task Submit_SameKeyTwiceInABatch_MakesOneTask()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        await cluster.ConnectAsync("one");
        await cluster.ConnectAsync("two");

        var answers = await cluster.VpcGrain().SubmitAsync(new[] { Sample.Port(key: "k"), Sample.Port(key: "k") });

        Assert.NotNull(answers[0].TaskId);
        Assert.Equal(answers[0].TaskId, answers[1].TaskId);
    }

    [Fact]
    public async Task Submit_SameKeyOtherArguments_IsAConflict()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        await cluster.SubmitAsync(Sample.Port(key: "k"));

        var answer = Assert.Single(await cluster.VpcGrain().SubmitAsync(
            new[] { Sample.Port(key: "k") with { Arguments = """{"host":"web","port":80,"protocol":"tcp"}""" } }));

        Assert.Equal((SubmitRefusal.IdempotencyConflict, "idempotencyKey"), (answer.Refusal, answer.Field));
    }

    [Fact]
    public async Task Submit_MoreThanMayWait_RefusesTheRest()
    {
        await using var cluster = await KeeperCluster.StartAsync(s => s.Configure<TaskOptions>(o => o.WaitingLimit = 3));

        var answers = await cluster.VpcGrain().SubmitAsync(Enumerable.Repeat(Sample.Port(), 5).ToList());

        Assert.Equal(3, answers.Count(a => a.TaskId is not null));
        Assert.All(answers.Skip(3), a => Assert.Equal(SubmitRefusal.Full, a.Refusal));
    }

    [Fact]
    public async Task Submit_ToAnAgentWhoseQueueIsFull_RefusesPinnedAndKeepsOthersWaiting()
    {
        await using var cluster = await KeeperCluster.StartAsync(s => s.Configure<AgentOptions>(o => o.QueueLimit = 1));
        var agent = await cluster.ConnectAsync();
        await cluster.SubmitAsync();

        var answers = await cluster.VpcGrain().SubmitAsync(new[] { Sample.Port(), Sample.Port(agentId: agent.Id) });

        Assert.Null((await cluster.ShowAsync(answers[0].TaskId!)).AgentId);
        Assert.Equal((SubmitRefusal.Full, "agentId"), (answers[1].Refusal, answers[1].Field));
    }

    [Fact]
    public async Task Submit_WhileAnAgentIsParked_WakesItOnce()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();
        await agent.PollAsync();
        var waker = new TestWaker();
        await cluster.Agent(agent.Id).SetWakerAsync(cluster.Grains.CreateObjectReference<IAgentWaker>(waker));

        await cluster.SubmitAsync();
        await cluster.SubmitAsync();

        Assert.Equal([agent.Id], await waker.Woken.WhenCountAsync(1));
        Assert.Equal(2, (await agent.TakeAsync()).Instructions.Count);
        await cluster.SubmitAsync();
        Assert.Equal(2, (await waker.Woken.WhenCountAsync(2)).Count);
    }

    [Fact]
    public async Task SetWaker_WithWorkThatCameBeforeIt_WakesAtOnce()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();
        await agent.PollAsync();
        await cluster.SubmitAsync();
        var waker = new TestWaker();

        await cluster.Agent(agent.Id).SetWakerAsync(cluster.Grains.CreateObjectReference<IAgentWaker>(waker));

        await waker.Woken.WhenCountAsync(1);
    }
}
