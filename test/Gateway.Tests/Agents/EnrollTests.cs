using Keeper.Gateway.Tests.Fakes;
using Keeper.Grains.Vpcs;
using Keeper.Protocol.Security;

namespace Keeper.Gateway.Tests.Agents;

public sealed class EnrollTests : IAsyncLifetime
{
    private static readonly string Token = Secrets.NewEnrollmentToken("vpc-a", "1");

    private GatewayHost _host = null!;

    public async Task InitializeAsync() => _host = await GatewayHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Enroll_GoodToken_Is201WithTheSecret()
    {
        _host.Grains.Vpc("vpc-a").OnEnroll = _ => new EnrollAnswer("a1", "ka.a1.s");

        var answer = await _host.AgentAsync("enroll", Body(Token), secret: null);

        Assert.Equal(201, answer.Status);
        Assert.Equal("""{"agentId":"a1","vpc":"vpc-a","secret":"ka.a1.s","heartbeatSeconds":5,"incarnation":"first"}""", answer.Text);
        var enrollment = Assert.Single(_host.Grains.Vpc("vpc-a").Enrollments.Items);
        Assert.Equal((Token, "Host-1.example", "i1"), (enrollment.Token, enrollment.Name, enrollment.InstanceId));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("kt.NOT-A-VPC.1.x")]
    [InlineData("kt.vpc-a.1.wrong")]
    public async Task Enroll_TokenThatNobodyKnows_Is401(string token) =>
        Assert.Equal(401, (await _host.AgentAsync("enroll", Body(token), secret: null)).Problem.Status);

    [Fact]
    public async Task Enroll_NameTaken_Is409()
    {
        _host.Grains.Vpc("vpc-a").OnEnroll = _ => new EnrollAnswer(null, null, EnrollProblem.NameTaken);

        Assert.EndsWith("name-taken", (await _host.AgentAsync("enroll", Body(Token), null)).Problem.Type, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Enroll_ManyFaults_NamesThemAll()
    {
        var body = """{"name":"no spaces","executors":[{"kind":"x"}],"labels":[]}""";

        Assert.Equal(
            ["executors[0].version", "instanceId", "labels", "name", "token", "version"],
            (await _host.AgentAsync("enroll", body, null)).Problem.Errors.Keys.Order(StringComparer.Ordinal));
    }

    private static string Body(string token) =>
        $$"""{"token":"{{token}}","name":"Host-1.example","version":"1.0","instanceId":"i1","executors":[]}""";
}
