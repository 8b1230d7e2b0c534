using Keeper.Cli.Tests.Fakes;
using Keeper.Testing;

namespace Keeper.Cli.Tests.Agents;

public sealed class AgentCommandsTests : IAsyncLifetime
{
    private const string Id = "agent-0123456789abcdef";
    private FakeOperatorApi _api = null!;

    public async Task InitializeAsync() => _api = await FakeOperatorApi.StartAsync();

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task Create_Name_PrintsIdAndToken()
    {
        _api.On("POST /api/v1/vpcs/vpc-a/agents", new Reply(201, """{"id":"a-1","token":"t-1"}"""));

        var run = await CliRun.Against(_api).RunAsync("agent", "create", "a1", "--vpc", "vpc-a");

        Assert.Equal("""{"name":"a1"}""", _api.Only.Body);
        Assert.Matches(@"id +a-1\s+token +t-1", run.Out);
    }

    [Fact]
    public async Task Create_Json_PrintsTheDocument()
    {
        _api.On("POST /api/v1/vpcs/vpc-a/agents", new Reply(201, """{"id":"a-1","token":"t-1"}"""));

        var run = await CliRun.Against(_api).RunAsync("agent", "create", "a1", "--vpc", "vpc-a", "--json");

        JsonAssert.Equal("""{"id":"a-1","token":"t-1"}""", run.Out);
    }

    [Fact]
    public async Task List_Vpc_AsksForItAndShowsHealthWithReason()
    {
        _api.On("GET /api/v1/agents", Reply.Ok(Samples.Page(next: null, Samples.Agent)));
        var run = new CliRun { Time = new ManualTimeProvider() }.Asking(_api);

        var result = await run.RunAsync("agent", "list", "--vpc", "vpc-a");

        Assert.Equal("?vpc=vpc-a&limit=100", _api.Only.Query);
        Assert.Matches($"{Id} +a1 +vpc-a +Offline +1m ago +2 +1 +0.1.0 +network lost", result.Out);
    }

    [Fact]
    public async Task List_NoAgents_SaysSoBesideTheTable()
    {
        _api.On("GET /api/v1/agents", Reply.Ok(Samples.Page(next: null)));

        var run = await CliRun.Against(_api).RunAsync("agent", "list");

        Assert.Equal(0, run.Code);
        Assert.Contains("No agents.", run.Error);
        Assert.StartsWith("ID ", run.Out);
    }

    [Fact]
    public async Task Show_Agent_PrintsEveryField()
    {
        _api.On($"GET /api/v1/agents/{Id}", Reply.Ok(Samples.Agent));

        var run = await CliRun.Against(_api).RunAsync("agent", "show", Id);

        foreach (var text in new[] { Id, "Offline", "network lost", "2030-03-14 15:08:26.000Z", "port 1", "30 MiB", "1.5 %" })
            Assert.Contains(text, run.Out);
        Assert.Matches("plug-in queue-depth +not loaded: kind: is required", run.Out);
    }

    [Fact]
    public async Task Show_Json_PrintsTheDocument()
    {
        _api.On($"GET /api/v1/agents/{Id}", Reply.Ok(Samples.Agent));

        var run = await CliRun.Against(_api).RunAsync("agent", "show", Id, "--json");

        Assert.Contains("\"healthReason\": \"network lost\"", run.Out);
    }

    [Fact]
    public async Task Delete_Agent_DeletesIt()
    {
        _api.On("DELETE /api/v1/agents/a-1", new Reply(204));

        var run = await CliRun.Against(_api).RunAsync("agent", "delete", "a-1", "--json");

        Assert.Equal(0, run.Code);
        Assert.Equal("DELETE /api/v1/agents/a-1", _api.Only.ToString());
        JsonAssert.Equal("""{"id":"a-1","deleted":true}""", run.Out);
    }

    [Fact]
    public async Task Delete_IdWithASlash_StaysOneSegment()
    {
        var run = await CliRun.Against(_api).RunAsync("agent", "delete", "../vpcs");

        Assert.Equal(7, run.Code);
        Assert.Equal("/api/v1/agents/..%2Fvpcs", _api.Only.Path);
    }
}
