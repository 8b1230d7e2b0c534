using Keeper.Gateway.Tests.Fakes;

namespace Keeper.Gateway.Tests.Listeners;

public sealed class ListenerTests : IAsyncLifetime
{
    private GatewayHost _host = null!;

    public async Task InitializeAsync() => _host = await GatewayHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("/api/v1/vpcs")]
    [InlineData("/healthz")]
    [InlineData("/metrics")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/")]
    public async Task Get_OperatorPathAtTheAgentsAddress_Is404(string path) =>
        Assert.Equal(404, (int)(await _host.Agents.GetAsync(path)).StatusCode);

    [Fact]
    public async Task Post_AgentPathAtTheOperatorsAddress_Is404() =>
        Assert.Equal(404, (int)(await _host.Operators.PostAsync("/agent/v1/poll", null)).StatusCode);

    [Fact]
    public async Task Get_AgentCall_Is405WithAllow()
    {
        using var response = await _host.Agents.GetAsync("/agent/v1/poll");

        Assert.Equal(405, (int)response.StatusCode);
        Assert.Equal(["POST"], response.Content.Headers.Allow);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("PATCH", "/api/v1/tasks", "GET, POST")]
    [InlineData("PUT", "/api/v1/tasks/batch", "GET, POST")] // also a task of that id
    [InlineData("POST", "/api/v1/vpcs/a", "GET, PUT")]
    [InlineData("PUT", "/api/v1/agents/a", "DELETE, GET")]
    public async Task WrongMethod_OperatorCall_Is405NamingThePossibleOnes(string method, string path, string allowed)
    {
        var answer = await _host.CallAsync(method, path, "{}");

        Assert.Equal((405, allowed), (answer.Problem.Status, string.Join(", ", answer.Response.Content.Headers.Allow.Order(StringComparer.Ordinal))));
        Assert.DoesNotContain("are: .", answer.Problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_UnknownOperatorPath_Is404Problem() =>
        Assert.Equal(404, (await _host.CallAsync("GET", "/api/v1/nothing")).Problem.Status);

    [Fact]
    public async Task Post_UnknownAgentCall_Is404Problem() =>
        Assert.Equal(404, (await _host.AgentAsync("nothing", "{}", null)).Problem.Status);
}
