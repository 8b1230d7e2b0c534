using Keeper.Gateway.Tests.Fakes;
using Keeper.Grains.Agents;
using Keeper.Protocol.Tasks;

namespace Keeper.Gateway.Tests.Operator;

public sealed class ListTests : IAsyncLifetime
{
    private GatewayHost _host = null!;

    public async Task InitializeAsync() => _host = await GatewayHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task ListTasks_EveryFilter_ReachesTheList()
    {
        await _host.CallAsync("GET", "/api/v1/tasks?vpc=vpc-a&agentId=a1&state=running,FAILED&kind=port&text=db&limit=7&cursor=" + await NextAsync("/api/v1/tasks"));

        var query = _host.Grains.Lists.TaskQueries.Items[^1];
        Assert.Equal(("vpc-a", "a1", "port", "db", 7, "more"), (query.Vpc, query.AgentId, query.Kind, query.Text, query.Limit, query.Cursor));
        Assert.Equal([TaskState.Running, TaskState.Failed], query.States!);
    }

    [Fact]
    public async Task ListAgents_EveryFilter_ReachesTheList()
    {
        await _host.CallAsync("GET", "/api/v1/agents?vpc=vpc-a&health=offline&text=db");

        var query = Assert.Single(_host.Grains.Lists.AgentQueries.Items);
        Assert.Equal(("vpc-a", AgentHealth.Offline, "db", 100), (query.Vpc, query.Health, query.Text, query.Limit));
    }

    [Fact]
    public async Task ListTasks_EveryParameterWrong_NamesThemAll()
    {
        var problem = (await _host.CallAsync("GET", "/api/v1/tasks?vpc=A!&state=done&limit=0&vpcs=x&kind=a&kind=b")).Problem;

        Assert.Equal(["kind", "limit", "state", "vpc", "vpcs"], problem.Errors.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(_host.Grains.Lists.TaskQueries.Items);
    }

    [Theory]
    [InlineData("limit=1001")]
    [InlineData("limit=many")]
    [InlineData("limit=-1")]
    public async Task ListTasks_LimitOutOfBounds_Is400(string query) =>
        Assert.Equal(["limit"], (await _host.CallAsync("GET", $"/api/v1/tasks?{query}")).Problem.Errors.Keys);

    [Fact]
    public async Task ListAgents_HealthAsNumber_Is400() =>
        Assert.Equal(["health"], (await _host.CallAsync("GET", "/api/v1/agents?health=1")).Problem.Errors.Keys);

    [Theory]
    [InlineData("/api/v1/tasks")]
    [InlineData("/api/v1/agents")]
    [InlineData("/api/v1/vpcs")]
    [InlineData("/api/v1/audit")]
    public async Task List_UnknownCursor_Is400(string path) =>
        Assert.Equal(["cursor"], (await _host.CallAsync("GET", $"{path}?cursor=bogus!")).Problem.Errors.Keys);

    [Fact]
    public async Task List_CursorOfAnotherList_Is400() => Assert.Equal(
        ["cursor"],
        (await _host.CallAsync("GET", $"/api/v1/vpcs?cursor={await NextAsync("/api/v1/tasks")}")).Problem.Errors.Keys);

    [Fact]
    public async Task List_LastPage_NextIsNull()
    {
        _host.Grains.Lists.Tasks.Add(FakeTask.New("t1", "vpc-a"));

        var answer = await _host.CallAsync("GET", $"/api/v1/tasks?cursor={await NextAsync("/api/v1/tasks")}");

        Assert.EndsWith("\"next\":null}", answer.Text, StringComparison.Ordinal);
        Assert.Equal("t1", answer.Json.GetProperty("items")[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task GetAgent_NeverConnected_AnswersTheContractsFields()
    {
        _host.Grains.Agent("a1").Info = new AgentInfo
        {
            Id = "a1",
            Name = "host",
            Vpc = "vpc-a",
            Health = AgentHealth.Unknown,
            HealthReason = "never connected",
            Executors = [new AgentExecutor("port", "1", """{"type":"object"}""")],
        };

        var json = (await _host.CallAsync("GET", "/api/v1/agents/a1")).Json;

        Assert.Equal("Unknown", json.GetProperty("health").GetString());
        Assert.Equal("null", json.GetProperty("lastSeenAt").GetRawText());
        Assert.Equal("""{"kind":"port","version":"1","argumentsSchema":{"type":"object"}}""", json.GetProperty("executors")[0].GetRawText());
        foreach (var field in (string[])["id", "name", "vpc", "healthReason", "version", "labels", "queued", "inFlight"])
            Assert.True(json.TryGetProperty(field, out _), field);
    }

    [Fact]
    public async Task DeleteAgent_There_Is204AndAudited()
    {
        _host.Grains.Agent("a1").Info = new AgentInfo { Id = "a1", Name = "h", Vpc = "v", Health = AgentHealth.Healthy, HealthReason = "" };

        Assert.Equal(204, (await _host.CallAsync("DELETE", "/api/v1/agents/a1")).Status);
        Assert.Equal("agent.delete", Assert.Single(_host.Grains.Access.Audit.Items).Action);
        Assert.Equal(404, (await _host.CallAsync("DELETE", "/api/v1/agents/a1")).Problem.Status);
    }

    [Fact]
    public async Task ListAudit_AfterAChange_AnswersIt()
    {
        await _host.CallAsync("PUT", "/api/v1/vpcs/vpc-a");

        Assert.Equal("vpc.put", (await _host.CallAsync("GET", "/api/v1/audit")).Json.GetProperty("items")[0].GetProperty("action").GetString());
    }

    private async Task<string> NextAsync(string path) =>
        (await _host.CallAsync("GET", path)).Json.GetProperty("next").GetString()!;
}
