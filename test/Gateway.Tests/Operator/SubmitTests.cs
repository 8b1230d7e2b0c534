using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Keeper.Gateway.Tests.Fakes;
using Keeper.Grains.Access;
using Keeper.Grains.Tasks;

namespace Keeper.Gateway.Tests.Operator;

public sealed class SubmitTests : IAsyncLifetime
{
    private const string Port = """{"host":"10.0.0.5","port":5432,"protocol":"tcp"}""";

    private GatewayHost _host = null!;

    private FakeVpc Vpc => _host.Grains.Vpc("vpc-a");

    public async Task InitializeAsync()
    {
        _host = await GatewayHost.StartAsync();
        Vpc.Create();
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Submit_SoundTask_Is201WithTheTask()
    {
        var answer = await _host.CallAsync("POST", "/api/v1/tasks", Task(more: """, "priority": 5"""));

        Assert.Equal(201, answer.Status);
        Assert.Equal("/api/v1/tasks/vpc-a-1", answer.Response.Headers.Location?.OriginalString);
        Assert.Equal(
            $$$"""
            {"id":"vpc-a-1","vpc":"vpc-a","agentId":null,"kind":"port","arguments":{{{Port}}},"state":"CREATED","attempt":1,
            "createdAt":"2026-11-22T01:02:03Z","timeline":[{"state":"CREATED","at":"2026-11-22T01:02:03Z","cause":"submitted"}],
            "result":null,"runTimeoutSeconds":30,"priority":5,"expiresAt":"2026-11-22T02:02:03Z","finishedAt":null,"pinned":false}
            """.Replace("\n", "", StringComparison.Ordinal),
            answer.Text);
        Assert.Equal(("task.submit", "vpc-a-1"), (_host.Grains.Access.Audit.Items[0].Action, _host.Grains.Access.Audit.Items[0].Target));
    }

    [Fact]
    public async Task Submit_EveryField_ReachesTheVpc()
    {
        await _host.CallAsync("POST", "/api/v1/tasks", Task(more: """
            , "agentId":"a1","runTimeoutSeconds":7,"expireAfterSeconds":8,"priority":-9,"idempotencyKey":"k","resultUrl":"http://x/y"
            """));

        Assert.Equal(
            new TaskSubmission
            {
                AgentId = "a1",
                Kind = "port",
                Arguments = Port,
                RunTimeoutSeconds = 7,
                ExpireAfterSeconds = 8,
                Priority = -9,
                IdempotencyKey = "k",
                ResultUrl = "http://x/y",
            },
            Vpc.Submissions.Items[0][0]);
    }

    [Fact]
    public async Task Submit_EverythingWrong_NamesEveryFault()
    {
        var problem = (await _host.CallAsync("POST", "/api/v1/tasks", """
            {"vpc":"A!","kind":"port","arguments":{"host":"h","port":70000,"protocol":"icmp","prot":1},"runTimeoutSeconds":0,
             "expireAfterSeconds":604801,"priority":101,"idempotencyKey":"","resultUrl":"ftp://x","agent":"a"}
            """)).Problem;

        Assert.Equal(
            [
                "agent", "arguments.port", "arguments.prot", "arguments.protocol", "expireAfterSeconds", "idempotencyKey", "priority",
                "resultUrl", "runTimeoutSeconds", "vpc",
            ],
            problem.Errors.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("70000", problem.Errors["arguments.port"][0], StringComparison.Ordinal);
        Assert.Empty(Vpc.Submissions.Items);
    }

    [Fact]
    public async Task Submit_ArgumentsTooLong_Is400() => Assert.Equal(
        ["arguments"],
        (await _host.CallAsync("POST", "/api/v1/tasks", $$"""
            {"vpc":"vpc-a","kind":"plugin","arguments":{"x":"{{new string('x', 128 * 1024)}}"} }
            """)).Problem.Errors.Keys);

    [Fact]
    public async Task Submit_UnknownKind_IsLeftToTheVpc()
    {
        Vpc.OnSubmit = _ => new SubmitAnswer(null, SubmitRefusal.Invalid, "kind", "no agent knows 'plugin'");

        var problem = (await _host.CallAsync("POST", "/api/v1/tasks", """{"vpc":"vpc-a","kind":"plugin","arguments":{"any":1} }""")).Problem;

        Assert.Equal((400, "no agent knows 'plugin'"), (problem.Status, problem.Errors["kind"][0]));
    }

    [Fact]
    public async Task Submit_FaultsAndAKindNobodyKnows_NamesAll()
    {
        Vpc.OnExamine = (aim, i) => [new SubmissionFault(i, "kind", $"nobody knows '{aim.Kind}'"), new(i, "agentId", $"no '{aim.AgentId}'")];

        var problem = (await _host.CallAsync("POST", "/api/v1/tasks", """
            {"vpc":"vpc-a","kind":"plugin","arguments":{},"agentId":"gone","priority":101}
            """)).Problem;

        Assert.Equal(["agentId", "kind", "priority"], problem.Errors.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("nobody knows 'plugin'", problem.Errors["kind"][0]);
    }

    [Fact]
    public async Task Submit_FaultsAndAnUnknownVpc_NamesBoth() => Assert.Equal(
        ["priority", "vpc"],
        (await _host.CallAsync("POST", "/api/v1/tasks", Task("none", more: ""","priority":101"""))).Problem.Errors.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public async Task Submit_SoundTaskOfAKnownKind_IsNotExaminedFirst()
    {
        await _host.CallAsync("POST", "/api/v1/tasks", Task());

        Assert.Empty(Vpc.Examined.Items);
        Assert.Single(Vpc.Submissions.Items);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/plain; charset=utf-8")]
    [InlineData("nonsense")]
    public async Task Submit_WhateverTheContentType_IsReadAsJson(string? contentType)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/tasks") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Task())) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", FakeAccess.KeyOf(Role.Operator));
        if (contentType is not null)
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        using var response = await _host.Operators.SendAsync(request);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    [Theory]
    [InlineData(SubmitRefusal.NoSuchVpc, 400, "vpc")]
    [InlineData(SubmitRefusal.IdempotencyConflict, 409, "idempotencyKey")]
    [InlineData(SubmitRefusal.Full, 503, "")]
    public async Task Submit_Refused_SaysWhy(SubmitRefusal refusal, int status, string field)
    {
        Vpc.OnSubmit = _ => new SubmitAnswer(null, refusal);

        var answer = await _host.CallAsync("POST", "/api/v1/tasks", Task());

        Assert.Equal(status, answer.Problem.Status);
        Assert.Equal([field], answer.Problem.Errors.Keys);
        Assert.Equal(status == 503, answer.Response.Headers.RetryAfter is not null);
        Assert.Empty(_host.Grains.Access.Audit.Items);
    }

    [Fact]
    public async Task Submit_UnknownVpc_Is400NamingTheField()
    {
        var problem = (await _host.CallAsync("POST", "/api/v1/tasks", Task("none"))).Problem;

        Assert.Equal((400, "there is no such VPC"), (problem.Status, problem.Errors["vpc"][0]));
    }

    [Theory]
    [InlineData("{\"vpc\":")]
    [InlineData("")]
    [InlineData("""{"vpc":"a","vpc":"b"}""")]
    [InlineData("""{"vpc":"\ud800"}""")]
    public async Task Submit_NotJson_Is400(string body) =>
        Assert.EndsWith("malformed-json", (await _host.CallAsync("POST", "/api/v1/tasks", body)).Problem.Type, StringComparison.Ordinal);

    [Fact]
    public async Task Submit_NotAnObject_Is400() => Assert.Equal(400, (await _host.CallAsync("POST", "/api/v1/tasks", "[]")).Problem.Status);

    [Fact]
    public async Task Submit_TooLarge_Is413() =>
        Assert.Equal(413, (await _host.CallAsync("POST", "/api/v1/tasks", new string(' ', (4 * 1024 * 1024) + 1))).Problem.Status);

    [Fact]
    public async Task SubmitBatch_OverSeveralVpcs_IdsInOrderAndOneAuditEntry()
    {
        _host.Grains.Vpc("vpc-b").Create();

        var answer = await _host.CallAsync("POST", "/api/v1/tasks/batch", Batch(Task(), Task("vpc-b"), Task()));

        Assert.Equal((201, """{"ids":["vpc-a-1","vpc-b-1","vpc-a-2"]}"""), (answer.Status, answer.Text));
        Assert.Equal(2, Assert.Single(Vpc.Submissions.Items).Count);
        Assert.Single(_host.Grains.Access.Audit.Items);
    }

    [Fact]
    public async Task SubmitBatch_TwoThousand_AreTaken()
    {
        var answer = await _host.CallAsync("POST", "/api/v1/tasks/batch", Batch([.. Enumerable.Repeat(Task(), 2000)]));

        Assert.Equal(2000, answer.Json.GetProperty("ids").GetArrayLength());
    }

    [Fact]
    public async Task SubmitBatch_FaultsInSeveralElements_NamesEachByPathAndTakesNone()
    {
        var wrongPort = Task().Replace("5432", "0", StringComparison.Ordinal);

        var problem = (await _host.CallAsync("POST", "/api/v1/tasks/batch", Batch(Task(), wrongPort, """{"vpc":"vpc-a"}"""))).Problem;

        Assert.Equal(
            ["tasks[1].arguments.port", "tasks[2].arguments", "tasks[2].kind"], problem.Errors.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(Vpc.Submissions.Items);
    }

    [Fact]
    public async Task SubmitBatch_OneOfSeveralVpcsUnknown_TakesNone()
    {
        var problem = (await _host.CallAsync("POST", "/api/v1/tasks/batch", Batch(Task(), Task("none")))).Problem;

        Assert.Equal(["tasks[1].vpc"], problem.Errors.Keys);
        Assert.Empty(Vpc.Submissions.Items);
    }

    [Fact]
    public async Task SubmitBatch_KindNobodyKnowsBesideFaults_NamesEachByPath()
    {
        Vpc.OnExamine = (aim, i) => aim.Kind == "plugin" ? [new SubmissionFault(i, "kind", "nobody knows it")] : [];

        var problem = (await _host.CallAsync("POST", "/api/v1/tasks/batch", Batch(
            Task("none"), """{"vpc":"A!","kind":"port"}""", """{"vpc":"vpc-a","kind":"plugin","arguments":{} }"""))).Problem;

        Assert.Equal(
            ["tasks[0].vpc", "tasks[1].arguments", "tasks[1].vpc", "tasks[2].kind"], problem.Errors.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task SubmitBatch_OneKindNobodyKnows_TakesNone()
    {
        Vpc.OnExamine = (aim, i) => aim.Kind == "plugin" ? [new SubmissionFault(i, "kind", "nobody knows it")] : [];

        var problem = (await _host.CallAsync(
            "POST", "/api/v1/tasks/batch", Batch(Task(), """{"vpc":"vpc-a","kind":"plugin","arguments":{} }"""))).Problem;

        Assert.Equal(["tasks[1].kind"], problem.Errors.Keys);
        Assert.Empty(Vpc.Submissions.Items);
    }

    [Fact]
    public async Task SubmitBatch_SomeRefused_NamesThemAndListsTheOthersIds()
    {
        Vpc.OnSubmit = task => task.Priority == 1 ? new SubmitAnswer(null, SubmitRefusal.Full) : null;

        var answer = await _host.CallAsync("POST", "/api/v1/tasks/batch", Batch(Task(), Task(more: ""","priority":1""")));

        Assert.Equal(503, answer.Problem.Status);
        Assert.Equal(["tasks[1]"], answer.Problem.Errors.Keys);
        Assert.Equal(["vpc-a-1", null], answer.Problem.Ids);
    }

    [Theory]
    [InlineData("""{"tasks":[]}""")]
    [InlineData("{}")]
    [InlineData("""{"tasks":{}}""")]
    public async Task SubmitBatch_NoTasks_Is400(string body) =>
        Assert.Equal(["tasks"], (await _host.CallAsync("POST", "/api/v1/tasks/batch", body)).Problem.Errors.Keys);

    private static string Task(string vpc = "vpc-a", string more = "") =>
        $$"""{"vpc":"{{vpc}}","kind":"port","arguments":{{Port}}{{more}} }""";

    private static string Batch(params string[] tasks) => $$"""{"tasks":[{{string.Join(',', tasks)}}]}""";
}
