using Keeper.Grains.Agents;
using Keeper.Grains.Tests.Hosting;
using Keeper.Grains.Vpcs;
using Keeper.Protocol.Security;
using Keeper.Protocol.Tasks;
using Keeper.Testing;

namespace Keeper.Grains.Tests.Agents;

public sealed class IdentityTests
{
    private static Enrollment With(string token, string name = "one", string instance = "i1") =>
        new() { Token = token, Name = name, Version = "0.1.0", InstanceId = instance };

    private static AgentPoll Poll(string secret) => new()
    {
        SecretHash = Secrets.Hash(secret),
        InstanceId = "i1",
        StartedAt = DateTimeOffset.UnixEpoch,
        SentAt = DateTimeOffset.UnixEpoch,
        Capacity = 1,
    };

    [Fact]
    public async Task Poll_WithAWrongSecret_IsUnauthorized()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();

        Assert.Equal(AgentAccess.Unauthorized, (await cluster.Agent(agent.Id).PollAsync(Poll("wrong"))).Access);
    }

    [Fact]
    public async Task Poll_WithAnotherAgentsSecret_IsUnauthorized()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var one = await cluster.ConnectAsync("one");
        var two = await cluster.ConnectAsync("two");

        Assert.Equal(AgentAccess.Unauthorized, (await cluster.Agent(one.Id).PollAsync(Poll(two.Secret))).Access);
    }

    [Fact]
    public async Task Poll_OfNoAgent_IsUnauthorized()
    {
        await using var cluster = await KeeperCluster.StartAsync();

        Assert.Equal(AgentAccess.Unauthorized, (await cluster.Agent("nobody").PollAsync(Poll("any"))).Access);
    }

    [Fact]
    public async Task Enroll_TokenUsedUp_IsRefused()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var token = (await cluster.VpcGrain().IssueTokenAsync(60, 1))!.Token;
        Assert.Equal(EnrollProblem.None, (await cluster.VpcGrain().EnrollAsync(With(token))).Problem);

        Assert.Equal(EnrollProblem.TokenInvalid, (await cluster.VpcGrain().EnrollAsync(With(token, "two", "i2"))).Problem);
    }

    [Fact]
    public async Task Enroll_TokenExpired_IsRefused()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var token = (await cluster.VpcGrain().IssueTokenAsync(60, 1))!.Token;
        cluster.Clock.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal(EnrollProblem.TokenInvalid, (await cluster.VpcGrain().EnrollAsync(With(token))).Problem);
    }

    [Fact]
    public async Task Enroll_TokenOfAnotherVpc_IsRefused()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        await cluster.VpcGrain("vpc-b").PutAsync(new VpcSettings("", new Dictionary<string, string>()));
        var token = (await cluster.VpcGrain("vpc-b").IssueTokenAsync(60, 1))!.Token;

        Assert.Equal(EnrollProblem.TokenInvalid, (await cluster.VpcGrain().EnrollAsync(With(token))).Problem);
    }

    [Fact]
    public async Task Enroll_NameOfAnotherInstallation_IsRefusedAndCostsNoUse()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var token = (await cluster.VpcGrain().IssueTokenAsync(60, 2))!.Token;
        await cluster.VpcGrain().EnrollAsync(With(token, instance: "i1"));

        Assert.Equal(EnrollProblem.NameTaken, (await cluster.VpcGrain().EnrollAsync(With(token, instance: "i2"))).Problem);
        Assert.Equal(EnrollProblem.None, (await cluster.VpcGrain().EnrollAsync(With(token, "two", "i2"))).Problem);
    }

    [Fact]
    public async Task Enroll_SameInstallationAgain_GetsANewSecretAndTheOldOneEnds()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var token = (await cluster.VpcGrain().IssueTokenAsync(60, 2))!.Token;
        var first = await cluster.VpcGrain().EnrollAsync(With(token));
        await cluster.Agent(first.AgentId!).PollAsync(Poll(first.Secret!));

        var second = await cluster.VpcGrain().EnrollAsync(With(token));

        Assert.Equal(first.AgentId, second.AgentId);
        Assert.Equal(AgentAccess.Unauthorized, (await cluster.Agent(first.AgentId!).PollAsync(Poll(first.Secret!))).Access);
        Assert.Equal(AgentAccess.Granted, (await cluster.Agent(first.AgentId!).PollAsync(Poll(second.Secret!))).Access);
    }

    [Fact]
    public async Task CreateAgent_ThenEnroll_IsTheAgentThatWasMade()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var made = await cluster.VpcGrain().CreateAgentAsync("made");
        var id = await cluster.SubmitAsync(Sample.Port(agentId: made.AgentId));

        var answer = await cluster.VpcGrain().EnrollAsync(With(made.Token!, "another name"));

        Assert.Equal(made.AgentId, answer.AgentId);
        var poll = await cluster.Agent(made.AgentId!).PollAsync(Poll(answer.Secret!));
        Assert.Equal(id, Assert.Single(poll.Instructions).TaskId);
        Assert.Equal("made", (await cluster.Agent(made.AgentId!).GetAsync())!.Name);
    }

    [Fact]
    public async Task CreateAgent_NameTaken_IsRefused()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        await cluster.VpcGrain().CreateAgentAsync("made");

        Assert.Equal(CreateAgentProblem.NameTaken, (await cluster.VpcGrain().CreateAgentAsync("made")).Problem);
    }

    [Fact]
    public async Task Delete_WithTasks_RevokesAndGivesThemToOthers()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync("one");
        var queued = await cluster.SubmitAsync();
        var pinned = await cluster.SubmitAsync(Sample.Port(agentId: agent.Id));
        var other = await cluster.ConnectAsync("two");
        var watch = await TaskWatch.OnAsync(cluster, queued);

        Assert.True(await cluster.Agent(agent.Id).DeleteAsync("by admin"));

        await watch.SeenAsync(t => t.AgentId == other.Id, "the move to the other agent");
        Assert.Equal(TaskState.Cancelled, (await cluster.ShowAsync(pinned)).State);
        Assert.Equal(AgentAccess.Unauthorized, (await agent.PollAsync()).Access);
        Assert.Null(await cluster.Agent(agent.Id).GetAsync());
        Assert.False(await cluster.Agent(agent.Id).DeleteAsync("by admin"));
    }

    [Fact]
    public async Task Delete_TaskIsBeingWritten_GivesItBackWhenItIs()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync("one");
        var (begun, mayEnd) = (new Signal(), new Signal());
        cluster.Store.BeforeWrite = () =>
        {
            begun.Raise();
            return mayEnd.WaitAsync("the deletion");
        };
        var submitting = cluster.SubmitAsync();
        await begun.WaitAsync("the write of the task");
        cluster.Store.BeforeWrite = null;

        await cluster.Agent(agent.Id).DeleteAsync("by admin").Within("the deletion");
        mayEnd.Raise();

        var task = await cluster.ShowAsync(await submitting.Within("the submission"));
        Assert.Equal((TaskState.Created, null, $"agent {agent.Id} was deleted; waits for another agent"), (task.State, task.AgentId, task.LastCause()));
    }

    [Fact]
    public async Task Delete_PollIsParked_TellsItWhenItLooks()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync("one");
        await cluster.Agent(agent.Id).DeleteAsync("by admin");

        var answer = await cluster.Agent(agent.Id).TakeAsync(agent.InstanceId, capacity: 1);

        Assert.Equal(AgentAccess.Unauthorized, answer.Access);
    }
}
