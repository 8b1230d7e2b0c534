using System.Net;
using Keeper.Agent;
using Keeper.Functional.Tests.Hosting;
using Keeper.Testing;

namespace Keeper.Functional.Tests.Agents;

public sealed class EnrollmentTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new();
    private KeeperHost _host = null!;

    public async Task InitializeAsync() => _host = await KeeperHost.StartAsync(new ServerOptions { Time = _time });

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Create_BeforeItHasEverConnected_IsUnknownSayingSo()
    {
        var made = await _host.Client.CreateAgentAsync(KeeperHost.Vpc, "planned");

        var agent = await _host.Client.GetAgentAsync(made.Id);

        Assert.Equal(("Unknown", "never connected", null), (agent.Health, agent.HealthReason, agent.LastSeenAt));
    }

    [Fact]
    public async Task Enroll_WithTheTokenOfAMadeAgent_BecomesThatAgent()
    {
        var made = await _host.Client.CreateAgentAsync(KeeperHost.Vpc, "planned");

        _host.Run("whatever", made.Token);

        await _host.WhenAsync(
            async () => (await _host.Client.GetAgentAsync(made.Id)) is { LastSeenAt: not null } seen ? seen : null, "the made agent's first poll");
        Assert.Equal("planned", Assert.Single((await _host.Client.GetAgentPageAsync(KeeperHost.Vpc)).Items).Name);
    }

    [Fact]
    public async Task Enroll_TokenOfAMadeAgentASecondTime_Is401()
    {
        var made = await _host.Client.CreateAgentAsync(KeeperHost.Vpc, "planned");

        Assert.Equal(HttpStatusCode.Created, await EnrollAsync(made.Token, "planned", "first"));
        Assert.Equal(HttpStatusCode.Unauthorized, await EnrollAsync(made.Token, "planned", "second"));
    }

    [Fact]
    public async Task Enroll_TokenBeyondItsUses_Is401()
    {
        var token = await _host.TokenAsync(maxUses: 2);

        Assert.Equal(HttpStatusCode.Created, await EnrollAsync(token, "one"));
        Assert.Equal(HttpStatusCode.Created, await EnrollAsync(token, "two"));
        Assert.Equal(HttpStatusCode.Unauthorized, await EnrollAsync(token, "three"));
    }

    [Fact]
    public async Task Enroll_ExpiredToken_Is401()
    {
        var token = await _host.TokenAsync(expiresInSeconds: 60);

        _time.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal(HttpStatusCode.Unauthorized, await EnrollAsync(token, "late"));
    }

    [Fact]
    public async Task Enroll_TokenMadeToNameAnotherVpc_Is401()
    {
        await _host.Client.PutVpcAsync("vpc-b", new());
        var token = await _host.TokenAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, await EnrollAsync(token.Replace(KeeperHost.Vpc, "vpc-b", StringComparison.Ordinal), "stranger"));
    }

    [Fact]
    public async Task Enroll_ToOneVpc_IsInThatVpcAlone()
    {
        await _host.Client.PutVpcAsync("vpc-b", new());
        await EnrollAsync(await _host.TokenAsync("vpc-b"), "one");

        Assert.Empty((await _host.Client.GetAgentPageAsync(KeeperHost.Vpc)).Items);
        Assert.Single((await _host.Client.GetAgentPageAsync("vpc-b")).Items);
    }

    [Fact]
    public async Task Enroll_NameOfAnotherInstallation_Is409()
    {
        var token = await _host.TokenAsync();

        Assert.Equal(HttpStatusCode.Created, await EnrollAsync(token, "one", "first"));
        Assert.Equal(HttpStatusCode.Conflict, await EnrollAsync(token, "one", "second"));
    }

    [Fact]
    public async Task Run_TokenIsNotTaken_EndsSayingSo() => Assert.Equal(
        AgentExit.EnrollmentRefused, await _host.Run("one", "kt.vpc-a.0.wrong").Exit.Within("the agent's end"));

    private async Task<HttpStatusCode> EnrollAsync(string token, string name, string? instanceId = null)
    {
        using var answer = await RawAgent.TryEnrollAsync(_host.Gateway, token, name, instanceId ?? name);
        return answer.StatusCode;
    }
}
