using Keeper.Gateway.Tests.Fakes;
using Keeper.Grains.Access;

namespace Keeper.Gateway.Tests.Operator;

public sealed class AccessTests : IAsyncLifetime
{
    private GatewayHost _host = null!;

    public async Task InitializeAsync() => _host = await GatewayHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("/api/v1/vpcs")]
    [InlineData("/api/v1/tasks/x")]
    [InlineData("/metrics")]
    [InlineData("/openapi/v1.json")]
    public async Task Get_NoKey_Is401WithChallenge(string path)
    {
        var answer = await _host.CallAsync("GET", path, role: null);

        Assert.Equal(401, answer.Problem.Status);
        Assert.Equal("Bearer", answer.Response.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Fact]
    public async Task Get_UnknownKey_Is401()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/vpcs");
        request.Headers.Authorization = new("Bearer", "kk.unknown");
        using var response = await _host.Operators.SendAsync(request);

        Assert.Equal(401, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("GET", "/api/v1/tasks", Role.Viewer)]
    [InlineData("GET", "/api/v1/agents", Role.Viewer)]
    [InlineData("POST", "/api/v1/tasks", Role.Operator)]
    [InlineData("POST", "/api/v1/tasks/batch", Role.Operator)]
    [InlineData("POST", "/api/v1/tasks/t/cancel", Role.Operator)]
    [InlineData("PUT", "/api/v1/vpcs/a", Role.Admin)]
    [InlineData("POST", "/api/v1/vpcs/a/agents", Role.Admin)]
    [InlineData("POST", "/api/v1/vpcs/a/enrollment-tokens", Role.Admin)]
    [InlineData("DELETE", "/api/v1/agents/a", Role.Admin)]
    [InlineData("GET", "/api/v1/audit", Role.Admin)]
    [InlineData("POST", "/api/v1/backup", Role.Admin)]
    public async Task Call_EachRole_IsLetInFromTheNeededOneUp(string method, string path, Role needed)
    {
        foreach (var role in Enum.GetValues<Role>())
        {
            var answer = await _host.CallAsync(method, path, method == "GET" ? null : "{}", role);
            var mayEnter = role <= Role.Admin && role >= needed;

            Assert.True(mayEnter == (answer.Status != 403), $"{role}: {answer.Status}");
            if (!mayEnter)
                Assert.Contains($"needs {FakeAccess.KeyOf(needed)}", answer.Problem.Detail, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(Role.Component)]
    [InlineData(Role.Proxy)]
    [InlineData(Role.Viewer)]
    public async Task Get_MetricsWithAnyKey_Is200(Role role) => Assert.Equal(200, (await _host.CallAsync("GET", "/metrics", role: role)).Status);

    [Fact]
    public async Task Get_AccessGrainFails_Is500AndNot401()
    {
        _host.Grains.Access.Fault = new InvalidOperationException("broken");

        Assert.Equal(500, (await _host.CallAsync("GET", "/api/v1/vpcs")).Problem.Status);
    }
}
