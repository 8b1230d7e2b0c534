using Keeper.Dashboard.Access;
using Keeper.Dashboard.Tests.Fakes;
using Keeper.Grains.Access;
using Keeper.Protocol.Json;
using Keeper.Protocol.Tasks;
using Keeper.Testing;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Logging.Abstractions;

namespace Keeper.Dashboard.Tests.Access;

public sealed class ActionsTests
{
    private readonly FakePlatform _platform = SampleData.Fill(new FakePlatform(new ManualTimeProvider()));

    [Fact]
    public async Task CancelTask_AsViewer_IsRefusedOnTheServer()
    {
        var answer = await As(Role.Viewer).CancelTaskAsync("t10000");

        Assert.False(answer.Succeeded);
        Assert.Contains("Viewer", answer.Message, StringComparison.Ordinal);
        Assert.Equal(TaskState.Created, _platform.Tasks["t10000"].State);
        Assert.Empty(_platform.Audit);
    }

    [Fact]
    public async Task CancelTask_AsOperator_EndsItAndIsAudited()
    {
        var answer = await As(Role.Operator).CancelTaskAsync("t10000");

        Assert.True(answer.Succeeded);
        Assert.Equal(TaskState.Cancelled, _platform.Tasks["t10000"].State);
        var entry = Assert.Single(_platform.Audit);
        Assert.Equal(("olga", "task.cancel", "t10000"), (entry.Principal, entry.Action, entry.Target));
    }

    [Fact]
    public async Task CancelTask_ThatHasEnded_SaysHow()
    {
        var answer = await As(Role.Operator).CancelTaskAsync("t9990");

        Assert.Equal((false, "It had already ended: SUCCEEDED."), (answer.Succeeded, answer.Message));
    }

    [Fact]
    public async Task SubmitTask_AsOperator_AuditsTheNewTask()
    {
        var answer = await As(Role.Operator).SubmitTaskAsync(Request("local"));

        Assert.True(_platform.Tasks.ContainsKey(answer.Value!));
        var entry = Assert.Single(_platform.Audit);
        Assert.Equal(("task.submit", answer.Value, "local http"), (entry.Action, entry.Target, entry.Detail));
    }

    [Fact]
    public async Task SubmitTask_ThatTheVpcRefuses_NamesTheField()
    {
        var answer = await As(Role.Operator).SubmitTaskAsync(Request("nowhere"));

        Assert.Equal((false, "vpc", "There is no VPC nowhere."), (answer.Succeeded, answer.Value, answer.Message));
    }

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Operator)]
    public async Task Administration_WithoutTheRole_IsRefused(Role role)
    {
        var actions = As(role);

        Assert.False((await actions.PutVpcAsync("new", "")).Succeeded);
        Assert.False((await actions.IssueTokenAsync("local", 60, 1)).Succeeded);
        Assert.False((await actions.RemoveAgentAsync("a-01")).Succeeded);
        Assert.False(_platform.Vpcs.ContainsKey("new"));
        Assert.True(_platform.Agents.ContainsKey("a-01"));
    }

    [Fact]
    public async Task IssueToken_AsAdmin_AuditsEverythingButTheToken()
    {
        var answer = await As(Role.Admin).IssueTokenAsync("local", 60, 3);

        Assert.StartsWith("kt.local.", answer.Value, StringComparison.Ordinal);
        var entry = Assert.Single(_platform.Audit);
        Assert.Equal(("token.issue", "local"), (entry.Action, entry.Target));
        Assert.DoesNotContain(answer.Value!, entry.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PutVpc_ThatExists_KeepsItsLabels()
    {
        _platform.Vpcs["local"] = _platform.Vpcs["local"] with { Labels = new Dictionary<string, string> { ["zone"] = "east" } };

        await As(Role.Admin).PutVpcAsync("local", "changed");

        Assert.Equal(("changed", "east"), (_platform.Vpcs["local"].Description, _platform.Vpcs["local"].Labels["zone"]));
    }

    private static TaskRequest Request(string vpc) => new() { Vpc = vpc, Kind = "http", Arguments = new RawJson("""{"url":"http://a/"}""") };

    private Actions As(Role role) => new(
        new FakeCluster(_platform, new ServiceCollection().BuildServiceProvider()),
        new CurrentUser(new FixedUser(new Principal("olga", role))), _platform.Time, NullLogger<Actions>.Instance);

    private sealed class FixedUser(Principal principal) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() =>
            Task.FromResult(new AuthenticationState(Session.Of(principal)));
    }
}
