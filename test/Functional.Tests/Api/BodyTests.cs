using System.Net;
using Keeper.Functional.Tests.Hosting;

namespace Keeper.Functional.Tests.Api;

/// <summary>What the operator API makes of bodies, right and wrong.</summary>
public sealed class BodyTests(BodyTests.Server server) : IClassFixture<BodyTests.Server>
{
    private const string Sound = """{"vpc":"vpc-a","kind":"port","arguments":{"host":"127.0.0.1","port":9,"protocol":"tcp"}}""";

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData(null)]
    public async Task Submit_JsonUnderAnyContentType_IsTaken(string? contentType)
    {
        using var answer = await server.Host.Http.PostTextAsync("/api/v1/tasks", Sound, contentType);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData(null)]
    public async Task Poll_JsonUnderAnyContentType_IsRead(string? contentType)
    {
        using var agent = await RawAgent.JoinAsync(server.Host, $"curl-{contentType?.Length ?? 0}");
        var body = $$"""
            {"instanceId":"{{agent.InstanceId}}","startedAt":"{{agent.StartedAt:O}}","sentAt":"{{agent.StartedAt:O}}","capacity":0,"waitSeconds":0,"running":[]}
            """;

        using var answer = await agent.Http.PostTextAsync("/agent/v1/poll", body, contentType);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Submit_UnknownKindVpcAndOtherFaults_NamesAllAtOnce()
    {
        using var answer = await server.Host.Http.PostTextAsync(
            "/api/v1/tasks", """{"vpc":"nowhere","kind":"dance","arguments":{},"priority":999,"runTimeoutSeconds":0,"surprise":1}""");

        var problem = await answer.ProblemAsync();
        Assert.Equal(
            (400, "kind priority runTimeoutSeconds surprise vpc"),
            (problem.Status, string.Join(' ', problem.Errors!.Keys.Order(StringComparer.Ordinal))));
        Assert.Contains("'dance'", problem.Errors["kind"][0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_UnknownKindAndAgentAlone_NamesBoth()
    {
        using var answer = await server.Host.Http.PostTextAsync(
            "/api/v1/tasks", """{"vpc":"vpc-a","kind":"dance","arguments":{},"agentId":"nobody"}""");

        Assert.Equal(["agentId", "kind"], (await answer.ProblemAsync()).Errors!.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task SubmitBatch_EveryKindOfFault_NamesEachByPath()
    {
        using var answer = await server.Host.Http.PostTextAsync("/api/v1/tasks/batch", $$"""
            {"tasks":[{{Sound}},{{Sound.Replace("vpc-a", "nowhere", StringComparison.Ordinal)}},
              {"vpc":"vpc-a","kind":"dance","arguments":{} },{"vpc":"vpc-a","kind":"port","arguments":{"host":"h","port":0,"protocol":"tcp"} }]}
            """);

        Assert.Equal(
            ["tasks[1].vpc", "tasks[2].kind", "tasks[3].arguments.port"],
            (await answer.ProblemAsync()).Errors!.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Submit_KindThatOnlyAnAgentKnows_IsTaken()
    {
        await server.Host.JoinAsync("plugin", executors: new HeldExecutors("dance-plugin").Release());

        using var answer = await server.Host.Http.PostTextAsync(
            "/api/v1/tasks", """{"vpc":"vpc-a","kind":"dance-plugin","arguments":{"tempo":120}}""");

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    [Fact]
    public async Task Submit_BrokenJson_Is400SayingWhere()
    {
        using var answer = await server.Host.Http.PostTextAsync("/api/v1/tasks", """{"vpc":""");

        Assert.Contains("Line 1", (await answer.ProblemAsync()).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_MoreThanFourMebibytes_Is413()
    {
        using var answer = await server.Host.Http.PostTextAsync("/api/v1/tasks", new string(' ', (4 * 1024 * 1024) + 1));

        Assert.Equal(413, (await answer.ProblemAsync()).Status);
    }

    [Theory]
    [InlineData("PATCH", "/api/v1/tasks", "GET", "POST")]
    [InlineData("DELETE", "/api/v1/vpcs/vpc-a", "GET", "PUT")]
    public async Task WrongMethod_OfAPathThatExists_Is405WithEveryPossibleOne(string method, string path, params string[] allowed)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await server.Host.Http.SendAsync(request);

        Assert.Equal(405, (await answer.ProblemAsync()).Status);
        Assert.Subset(answer.Content.Headers.Allow.ToHashSet(StringComparer.Ordinal), allowed.ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>One server: what these tests leave behind does not concern any other of them.</summary>
    public sealed class Server : IAsyncLifetime
    {
        internal KeeperHost Host { get; private set; } = null!;

        public async Task InitializeAsync() => Host = await KeeperHost.StartAsync();

        public async Task DisposeAsync() => await Host.DisposeAsync();
    }
}
