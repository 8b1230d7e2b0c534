using Keeper.Gateway.Listeners;
using Keeper.Gateway.Tests.Fakes;
using Keeper.Protocol.Operator;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Keeper.Gateway.Tests.Operator;

public sealed class RootTests : IAsyncLifetime
{
    private GatewayHost _host = null!;

    public async Task InitializeAsync() => _host = await GatewayHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Health_Ok_Is200WithoutKey()
    {
        var answer = await _host.CallAsync("GET", "/healthz", role: null);

        Assert.Equal((200, """{"status":"ok"}"""), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task Health_Degraded_Is503WithReasons()
    {
        _host.Health.Now = HealthDocument.Degraded(["the disk is full"]);

        var answer = await _host.CallAsync("GET", "/healthz", role: null);

        Assert.Equal((503, """{"status":"degraded","reasons":["the disk is full"]}"""), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task Health_Standby_Is503WithTheActiveUrl()
    {
        _host.Health.Now = HealthDocument.Standby("http://other:7480");

        var answer = await _host.CallAsync("GET", "/healthz", role: null);

        Assert.Equal((503, """{"status":"standby","active":"http://other:7480"}"""), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task OpenApi_AllRoutes_AreInIt()
    {
        var paths = (await _host.CallAsync("GET", "/openapi/v1.json")).Json.GetProperty("paths");

        var routes = _host.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith(ListenerGate.OperatorBase, StringComparison.Ordinal)).ToList();
        Assert.Equal(18, routes.Count);
        foreach (var route in routes)
        {
            var method = route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Single();
            var operation = paths.GetProperty(route.RoutePattern.RawText!).GetProperty(method.ToLowerInvariant());
            Assert.NotEmpty(operation.GetProperty("operationId").GetString()!);
            Assert.NotEmpty(operation.GetProperty("summary").GetString()!);
            Assert.True(operation.GetProperty("responses").TryGetProperty("401", out _));
            Assert.Equal(
                route.RoutePattern.Parameters.Count,
                operation.TryGetProperty("parameters", out var all)
                    ? all.EnumerateArray().Count(p => p.GetProperty("in").GetString() == "path") : 0);
        }
    }

    [Fact]
    public async Task OpenApi_OfTasks_DescribesBodiesAnswersParametersAndSecurity()
    {
        var json = (await _host.CallAsync("GET", "/openapi/v1.json")).Json;

        var submit = json.GetProperty("paths").GetProperty("/api/v1/tasks").GetProperty("post");
        Assert.Contains("idempotencyKey", submit.GetProperty("requestBody").GetRawText(), StringComparison.Ordinal);
        Assert.Contains("TaskDocument", submit.GetProperty("responses").GetProperty("201").GetRawText(), StringComparison.Ordinal);
        Assert.Contains("ProblemDocument", submit.GetProperty("responses").GetProperty("400").GetRawText(), StringComparison.Ordinal);
        var list = json.GetProperty("paths").GetProperty("/api/v1/tasks").GetProperty("get").GetProperty("parameters");
        Assert.Equal(
            ["vpc", "agentId", "state", "kind", "text", "limit", "cursor"],
            list.EnumerateArray().Select(p => p.GetProperty("name").GetString()));
        Assert.Equal("bearer", json.GetProperty("components").GetProperty("securitySchemes").GetProperty("apiKey").GetProperty("scheme").GetString());
        Assert.NotEqual(0, json.GetProperty("security").GetArrayLength());
        var task = json.GetProperty("components").GetProperty("schemas").GetProperty("TaskDocument").GetProperty("properties");
        Assert.Contains("cause", json.GetProperty("components").GetRawText(), StringComparison.Ordinal);
        Assert.Contains("array", task.GetProperty("timeline").GetRawText(), StringComparison.Ordinal);
    }
}
