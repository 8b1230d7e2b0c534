using Keeper.Gateway.Tests.Fakes;
using Keeper.Grains.Tasks;

namespace Keeper.Gateway.Tests.Operator;

public sealed class MessageTests : IAsyncLifetime
{
    private GatewayHost _host = null!;

    private FakeVpc Vpc => _host.Grains.Vpc("vpc-a");

    public async Task InitializeAsync()
    {
        _host = await GatewayHost.StartAsync();
        Vpc.Create();
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Send_SoundMessage_BecomesATaskOfItsKindAndIsAudited()
    {
        var answer = await _host.CallAsync("POST", "/api/v1/messages", """
            {"vpc":"vpc-a","agentId":"a1","target":{"url":"http://10.0.0.5/in"},"body":{"n":1},"idempotencyKey":"k"}
            """);

        Assert.Equal((201, "message"), (answer.Status, answer.Json.GetProperty("kind").GetString()));
        Assert.Equal(
            new TaskSubmission
            {
                AgentId = "a1",
                Kind = "message",
                Arguments = """{"url":"http://10.0.0.5/in","contentType":"application/json","body":"{\u0022n\u0022:1}","idempotencyKey":"k"}""",
                RunTimeoutSeconds = 30,
                ExpireAfterSeconds = 3600,
                IdempotencyKey = "k",
            },
            Vpc.Submissions.Items[0][0]);
        Assert.Equal("message.send", _host.Grains.Access.Audit.Items[0].Action);
    }

    [Fact]
    public async Task Send_EverythingWrong_NamesEveryFault()
    {
        var problem = (await _host.CallAsync("POST", "/api/v1/messages", """
            {"vpc":"A!","target":{"instance":"db-1","url":"ftp://x"},"contentType":"x","idempotencyKey":"","to":1}
            """)).Problem;

        Assert.Equal(
            ["body", "contentType", "idempotencyKey", "target.instance", "target.url", "to", "vpc"],
            problem.Errors.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("give the target's url", problem.Errors["target.instance"][0], StringComparison.Ordinal);
        Assert.Empty(Vpc.Submissions.Items);
    }
}
