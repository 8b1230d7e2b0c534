using Keeper.Gateway.Tests.Fakes;
using Keeper.Grains.Vpcs;

namespace Keeper.Gateway.Tests.Operator;

public sealed class VpcTests : IAsyncLifetime
{
    private GatewayHost _host = null!;

    public async Task InitializeAsync() => _host = await GatewayHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task PutVpc_WithBody_AnswersAndAuditsIt()
    {
        var answer = await _host.CallAsync("PUT", "/api/v1/vpcs/vpc-a", """{"description":"first","labels":{"zone":"z"}}""");

        Assert.Equal(200, answer.Status);
        Assert.Equal(
            """{"name":"vpc-a","description":"first","labels":{"zone":"z"},"createdAt":"2026-11-22T01:02:03Z"}""", answer.Text);
        var entry = Assert.Single(_host.Grains.Access.Audit.Items);
        Assert.Equal(("admin", "vpc.put", "vpc-a"), (entry.Principal, entry.Action, entry.Target));
    }

    [Fact]
    public async Task PutVpc_WithoutBody_IsTaken() => Assert.Equal(200, (await _host.CallAsync("PUT", "/api/v1/vpcs/vpc-a")).Status);

    [Fact]
    public async Task PutVpc_WrongNameAndUnknownField_NamesBothAndChangesNothing()
    {
        var answer = await _host.CallAsync("PUT", "/api/v1/vpcs/Wrong_Name", """{"labls":{}}""");

        Assert.Equal(["labls", "vpc"], answer.Problem.Errors.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(_host.Grains.Access.Audit.Items);
    }

    [Fact]
    public async Task PutVpc_NameOfALabelTooLong_SaysHowLongItMayBe()
    {
        var answer = await _host.CallAsync("PUT", "/api/v1/vpcs/vpc-a", $$$"""{"labels":{"{{{new string('n', 201)}}}":"x"}}""");

        Assert.Contains("at most 200", Assert.Single(Assert.Single(answer.Problem.Errors).Value), StringComparison.Ordinal);
        Assert.Empty(_host.Grains.Access.Audit.Items);
    }

    [Fact]
    public async Task GetVpc_Unknown_Is404() => Assert.Equal(404, (await _host.CallAsync("GET", "/api/v1/vpcs/none")).Problem.Status);

    [Fact]
    public async Task CreateAgent_InAVpc_Is201WithToken()
    {
        _host.Grains.Vpc("vpc-a").Create();

        var answer = await _host.CallAsync("POST", "/api/v1/vpcs/vpc-a/agents", """{"name":"Host.1"}""");

        Assert.Equal((201, """{"id":"agent-Host.1","token":"kt.token"}"""), (answer.Status, answer.Text));
        Assert.DoesNotContain("kt.token", Assert.Single(_host.Grains.Access.Audit.Items).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateAgent_NameTaken_Is409()
    {
        _host.Grains.Vpc("vpc-a").Create();
        _host.Grains.Vpc("vpc-a").OnCreateAgent = _ => new CreateAgentAnswer(null, null, CreateAgentProblem.NameTaken);

        Assert.Equal(409, (await _host.CallAsync("POST", "/api/v1/vpcs/vpc-a/agents", """{"name":"a"}""")).Problem.Status);
    }

    [Theory]
    [InlineData("agents", """{"name":"a"}""")]
    [InlineData("enrollment-tokens", """{"expiresInSeconds":60,"maxUses":1}""")]
    public async Task Post_UnknownVpc_Is404(string what, string body) =>
        Assert.Equal(404, (await _host.CallAsync("POST", $"/api/v1/vpcs/none/{what}", body)).Problem.Status);

    [Fact]
    public async Task IssueToken_InAVpc_Is201()
    {
        _host.Grains.Vpc("vpc-a").Create();

        var answer = await _host.CallAsync("POST", "/api/v1/vpcs/vpc-a/enrollment-tokens", """{"expiresInSeconds":60,"maxUses":1}""");

        Assert.Equal((201, """{"token":"kt.vpc-a.1.x","expiresAt":"2026-11-22T01:03:03Z"}"""), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task IssueToken_BothFieldsWrong_NamesBothWithLimits()
    {
        var problem = (await _host.CallAsync("POST", "/api/v1/vpcs/a/enrollment-tokens", """{"expiresInSeconds":0,"maxUses":"many"}""")).Problem;

        Assert.Equal("is 0; allowed are 1 to 31536000", Assert.Single(problem.Errors["expiresInSeconds"]));
        Assert.Contains("1 to 100000", Assert.Single(problem.Errors["maxUses"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListVpcs_First_AnswersPageWithCursor()
    {
        _host.Grains.Lists.Vpcs.Add(new VpcInfo { Name = "vpc-a", CreatedAt = FakeTask.Start });

        var json = (await _host.CallAsync("GET", "/api/v1/vpcs")).Json;

        Assert.Equal("vpc-a", json.GetProperty("items")[0].GetProperty("name").GetString());
        Assert.NotEmpty(json.GetProperty("next").GetString()!);
    }
}
