using System.Net;
using System.Text.Json.Nodes;
using Keeper.Client;
using Keeper.Functional.Tests.Hosting;
using Keeper.Grains.Access;
using Keeper.Testing;

namespace Keeper.Functional.Tests.Api;

/// <summary>Who may do what, where.</summary>
public sealed class AccessTests(AccessTests.Server server) : IClassFixture<AccessTests.Server>
{
    private KeeperHost Host => server.Host;

    [Theory]
    [InlineData("/api/v1/tasks")]
    [InlineData("/api/v1/agents")]
    [InlineData("/api/v1/audit")]
    [InlineData("/metrics")]
    [InlineData("/openapi/v1.json")]
    public async Task Get_WithoutAKey_Is401(string path)
    {
        using var http = new HttpClient { BaseAddress = Host.Operator, Timeout = Deadline.Default };
        using var answer = await http.GetAsync(path);

        Assert.Equal(401, (await answer.ProblemAsync()).Status);
        Assert.Equal("Bearer", Assert.Single(answer.Headers.WwwAuthenticate).Scheme);
    }

    [Fact]
    public async Task Call_WithAnUnknownKey_Is401()
    {
        using var client = Host.ClientOf("kk.nobody");

        Assert.Equal(HttpStatusCode.Unauthorized, (await RefusedAsync(() => client.GetVpcPageAsync())).Status);
    }

    [Fact]
    public async Task Viewer_MayReadAndNotSubmit()
    {
        using var client = Host.ClientOf(await Host.NewKeyAsync(Role.Viewer));

        Assert.NotEmpty((await client.GetVpcPageAsync()).Items);
        var refused = await RefusedAsync(() => client.SubmitAsync());
        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.Contains("viewer", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Operator_MaySubmitAndNotIssueTokens()
    {
        using var client = Host.ClientOf(await Host.NewKeyAsync(Role.Operator));

        Assert.NotEmpty(await client.SubmitAsync());
        Assert.Equal(HttpStatusCode.Forbidden, (await RefusedAsync(() => client.CreateEnrollmentTokenAsync(KeeperHost.Vpc, new(1, 1)))).Status);
    }

    [Theory]
    [InlineData(Role.Component)]
    [InlineData(Role.Proxy)]
    public async Task KeyForAnotherDoor_MayNotEvenRead(Role role)
    {
        using var client = Host.ClientOf(await Host.NewKeyAsync(role));

        Assert.Equal(HttpStatusCode.Forbidden, (await RefusedAsync(() => client.GetVpcPageAsync())).Status);
    }

    [Fact]
    public async Task Change_ByAnybody_IsInTheAuditLog()
    {
        await Host.Client.PutVpcAsync("audited", new());

        var audit = JsonNode.Parse(await Host.Http.GetStringAsync("/api/v1/audit"))!["items"]!.AsArray();

        Assert.Contains(audit, e => (string)e!["action"]! == "vpc.put" && (string)e["target"]! == "audited" && (string)e["principal"]! == "admin");
    }

    [Theory]
    [InlineData("/api/v1/vpcs")]
    [InlineData("/healthz")]
    [InlineData("/metrics")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/signin")]
    [InlineData("/")]
    [InlineData("/keeper.css")]
    public async Task Get_OperatorsPathAtTheGateway_Is404(string path)
    {
        using var http = new HttpClient { BaseAddress = Host.Gateway, Timeout = Deadline.Default };
        using var answer = await http.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("enroll")]
    [InlineData("poll")]
    [InlineData("reports")]
    [InlineData("bye")]
    public async Task Post_AgentCallAtTheOperators_Is404(string call)
    {
        using var answer = await Host.Http.PostTextAsync($"/agent/v1/{call}", "{}");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Poll_WithAnOperatorsKey_Is401()
    {
        using var agent = RawAgent.With(Host, Host.Key, "i", TimeProvider.System.GetUtcNow());
        using var answer = await agent.SendPollAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Call_WithAnAgentsCredential_Is401()
    {
        using var agent = await RawAgent.JoinAsync(Host, "curious");
        using var client = Host.ClientOf(agent.Secret);

        Assert.Equal(HttpStatusCode.Unauthorized, (await RefusedAsync(() => client.GetVpcPageAsync())).Status);
    }

    [Fact]
    public async Task Healthz_WithoutAKey_IsOk()
    {
        using var client = Host.ClientOf(key: null);

        Assert.Equal((true, "ok"), await client.GetHealthAsync() is var health ? (health.Ready, health.Status) : default);
    }

    [Fact]
    public async Task Metrics_WithAKey_CountWhatHasHappened()
    {
        await Host.Client.SubmitAsync();

        var text = await Host.Http.GetStringAsync("/metrics");

        Assert.Matches(@"(?m)^keeper_gateway_tasks_submitted\w* [1-9]", text);
    }

    [Fact]
    public async Task OpenApi_WithAKey_DescribesTheApi()
    {
        var document = JsonNode.Parse(await Host.Http.GetStringAsync("/openapi/v1.json"))!;

        Assert.NotNull(document["paths"]!["/api/v1/tasks"]!["post"]);
        Assert.Null(document["paths"]!["/agent/v1/poll"]);
    }

    private static Task<KeeperApiException> RefusedAsync(Func<Task> call) => Assert.ThrowsAsync<KeeperApiException>(call);

    /// <summary>One server: what these tests leave behind does not concern any other of them.</summary>
    public sealed class Server : IAsyncLifetime
    {
        internal KeeperHost Host { get; private set; } = null!;

        public async Task InitializeAsync() => Host = await KeeperHost.StartAsync();

        public async Task DisposeAsync() => await Host.DisposeAsync();
    }
}
