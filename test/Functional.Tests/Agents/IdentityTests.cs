using System.Net;
using Keeper.Agent;
using Keeper.Functional.Tests.Hosting;
using Keeper.Protocol.Tasks;
using Keeper.Testing;

namespace Keeper.Functional.Tests.Agents;

/// <summary>Two agents are kept apart by their credentials, and two installations of one credential by their starts.</summary>
public sealed class IdentityTests : IAsyncLifetime
{
    private KeeperHost _host = null!;

    public async Task InitializeAsync() => _host = await KeeperHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Report_TaskOfAnotherAgent_IsRefusedAndChangesNothing()
    {
        using var owner = await RawAgent.JoinAsync(_host, "owner");
        using var other = await RawAgent.JoinAsync(_host, "other");
        var id = await _host.Client.SubmitAsync(Submit.Port() with { AgentId = owner.Id });
        var attempt = (await owner.TakeOneAsync()).Attempt;

        var answer = await other.ReportAsync(other.Report(id, attempt));

        Assert.Empty(answer.Accepted);
        Assert.Equal(id, Assert.Single(answer.Refused).TaskId);
        Assert.Equal(TaskState.Dispatching, (await _host.Client.GetTaskAsync(id)).State);
    }

    [Fact]
    public async Task Report_TaskOfAnotherAgent_IsAnsweredAsIfThereWereNone()
    {
        using var owner = await RawAgent.JoinAsync(_host, "owner");
        using var other = await RawAgent.JoinAsync(_host, "other");
        var id = await _host.Client.SubmitAsync(Submit.Port() with { AgentId = owner.Id });

        var refused = (await other.ReportAsync(other.Report(id, 1), other.Report("no-such-task", 1))).Refused;

        Assert.Equal(refused[1].Reason, refused[0].Reason);
    }

    [Fact]
    public async Task Poll_NamingATaskOfAnotherAgent_GetsNeitherInstructionNorLease()
    {
        using var owner = await RawAgent.JoinAsync(_host, "owner");
        using var other = await RawAgent.JoinAsync(_host, "other");
        var id = await _host.Client.SubmitAsync(Submit.Port() with { AgentId = owner.Id });
        var attempt = (await owner.TakeOneAsync()).Attempt;

        var answer = await other.PollAsync(running: [new AttemptRef(id, attempt)]);

        Assert.Empty(answer.Instructions);
        Assert.Equal([id], answer.Cancelled);
        Assert.Equal(TaskState.Dispatching, (await _host.Client.GetTaskAsync(id)).State);
    }

    [Fact]
    public async Task Poll_WithTheIdOfAnotherAgentAndItsOwnRandomPart_Is401()
    {
        using var owner = await RawAgent.JoinAsync(_host, "owner");
        using var other = await RawAgent.JoinAsync(_host, "other");
        using var forged = RawAgent.With(
            _host, other.Secret.Replace(other.Id, owner.Id, StringComparison.Ordinal), owner.InstanceId, owner.StartedAt);

        using var answer = await forged.SendPollAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Poll_ClonedCredential_NewestStartWinsAndTheOlderIsRefused()
    {
        using var original = await RawAgent.JoinAsync(_host);
        using var clone = RawAgent.With(_host, original.Secret, "clone", original.StartedAt.AddSeconds(1));
        using var cloned = await clone.SendPollAsync(full: true);
        Assert.Equal(HttpStatusCode.OK, cloned.StatusCode);

        using var answer = await original.SendPollAsync();

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.EndsWith("superseded", (await answer.ProblemAsync()).Type, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_FromTheOlderOfTwoClones_IsRefused()
    {
        using var original = await RawAgent.JoinAsync(_host);
        var id = await _host.Client.SubmitAsync();
        var attempt = (await original.TakeOneAsync()).Attempt;
        using var clone = RawAgent.With(_host, original.Secret, "clone", original.StartedAt.AddSeconds(1));
        await clone.PollAsync(capacity: 0, full: true);

        await Assert.ThrowsAsync<HttpRequestException>(() => original.ReportAsync(original.Report(id, attempt)));

        Assert.NotEqual(TaskState.Succeeded, (await _host.Client.GetTaskAsync(id)).State);
    }

    [Fact]
    public async Task Delete_RunningAgent_EndsRevokedAndItsCredentialIs401()
    {
        var agent = await _host.JoinAsync();

        await _host.Client.DeleteAgentAsync(agent.Id);

        Assert.Equal(AgentExit.Revoked, await agent.Exit.Within("the agent's end"));
        Assert.Empty((await _host.Client.GetAgentPageAsync(KeeperHost.Vpc)).Items);
    }

    [Fact]
    public async Task Delete_AgentWithWork_GivesItBackToTheVpc()
    {
        using var leaving = await RawAgent.JoinAsync(_host, "leaving");
        var id = await _host.Client.SubmitAsync();
        await leaving.TakeOneAsync();
        using var other = await RawAgent.JoinAsync(_host, "other");

        await _host.Client.DeleteAgentAsync(leaving.Id);

        Assert.Equal((id, 2), await other.TakeOneAsync() is var taken ? (taken.TaskId, taken.Attempt) : default);
    }
}
