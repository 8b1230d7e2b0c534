using System.Net;
using Keeper.Cli.Tests.Fakes;
using Keeper.Client;
using Keeper.Client.Tasks;
using Keeper.Protocol.Json;
using Keeper.Protocol.Tasks;
using Keeper.Testing;

namespace Keeper.Cli.Tests.Sdk;

public sealed class KeeperClientTests : IAsyncLifetime
{
    private static readonly TaskRequest Task1 = new() { Vpc = "v", Kind = "port", Arguments = RawJson.EmptyObject };
    private FakeOperatorApi _api = null!;
    private FakeOperatorApi _other = null!;

    public async Task InitializeAsync()
    {
        _api = await FakeOperatorApi.StartAsync();
        _other = await FakeOperatorApi.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _api.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Fact]
    public async Task AnyCall_Problem_BecomesAnExceptionWithEveryFault()
    {
        _api.On("GET /api/v1/agents/a", Reply.Problem(400, "Bad", """{"x":["one","two"],"y":["three"]}""", "why"));
        using var client = Client(_api.Url);

        var fault = await Assert.ThrowsAsync<KeeperApiException>(() => client.GetAgentAsync("a"));

        Assert.Equal((HttpStatusCode.BadRequest, "Bad", "why"), (fault.Status, fault.Title, fault.Detail));
        Assert.Equal("urn:keeper:problem:test", fault.Type);
        Assert.Equal(["one", "two"], fault.Faults["x"]);
        Assert.Equal("400 Bad; why; x: one; x: two; y: three", fault.Message);
    }

    [Fact]
    public async Task AnyCall_RefusalWithoutAProblemDocument_StillNamesTheStatus()
    {
        _api.On("GET /api/v1/agents/a", new Reply(502, "<html>", "text/html"));
        using var client = Client(_api.Url);

        var fault = await Assert.ThrowsAsync<KeeperApiException>(() => client.GetAgentAsync("a"));

        Assert.Equal("502 BadGateway", fault.Message);
        Assert.Empty(fault.Faults);
    }

    [Fact]
    public async Task Get_FirstAddressIsDead_AsksTheNextAndStaysThere()
    {
        _other.On("GET /api/v1/agents/a", Reply.Ok(Samples.Agent));
        var dead = _api.Url;
        await _api.DisposeAsync();
        using var client = Client(dead, _other.Url);

        await client.GetAgentAsync("a");
        await client.GetAgentAsync("a");

        Assert.Equal(2, _other.Requests.Items.Count);
    }

    [Fact]
    public async Task Submit_AddressIsDead_AsksTheNextEvenWithoutAKey()
    {
        _other.On("POST /api/v1/tasks", new Reply(201, Samples.Created));
        var dead = _api.Url;
        await _api.DisposeAsync();
        using var client = Client(dead, _other.Url);

        Assert.Equal(Samples.TaskId, (await client.SubmitTaskAsync(Task1)).Id);
    }

    [Fact]
    public async Task Submit_StandbyAndAnIdempotencyKey_AsksTheActiveOne()
    {
        _api.On("POST /api/v1/tasks", Reply.Problem(503, "Stand-by"));
        _other.On("POST /api/v1/tasks", new Reply(201, Samples.Created));
        using var client = Client(_api.Url, _other.Url);

        await client.SubmitTaskAsync(Task1 with { IdempotencyKey = "k" });

        Assert.Equal("k", (string?)_other.Only.Json["idempotencyKey"]);
    }

    [Fact]
    public async Task Backup_StandbyAndADeadAddress_SaysWhatTheStandbySaid()
    {
        _api.On("POST /api/v1/backup", Reply.Problem(503, "Not now", detail: "standby, nobody is active at the moment"));
        var dead = _other.Url;
        await _other.DisposeAsync();
        using var client = Client(_api.Url, dead);

        var fault = await Assert.ThrowsAsync<KeeperUnreachableException>(() => client.BackUpAsync(Stream.Null));

        Assert.Equal("503 standby, nobody is active at the moment", fault.Failures.Single(f => f.Url == _api.Url).Reason);
    }

    [Fact]
    public async Task Submit_RefusedForNowWithoutAnIdempotencyKey_IsNotRepeated()
    {
        _api.On("POST /api/v1/tasks", Reply.Problem(503, "Full") with { RetryAfter = "0" });
        using var client = Client(_api.Url);

        await Assert.ThrowsAsync<KeeperApiException>(() => client.SubmitTaskAsync(Task1));

        Assert.Single(_api.Requests.Items);
    }

    [Fact]
    public async Task Get_RefusedForNow_WaitsAsLongAsAsked()
    {
        _api.On("GET /api/v1/agents/a", new Reply(503) { RetryAfter = "7" }, Reply.Ok(Samples.Agent));
        var time = new ManualTimeProvider();
        using var client = Client(time, _api.Url);
        var getting = client.GetAgentAsync("a");

        await time.WhenTimerArmedAsync(TimeSpan.FromSeconds(7)).Within("the pause");
        Assert.Single(_api.Requests.Items);
        time.Advance(TimeSpan.FromSeconds(7));

        Assert.Equal("a1", (await getting.Within("the second answer")).Name);
    }

    [Fact]
    public async Task Get_RefusedForLongerThanPatience_FailsAtOnce()
    {
        _api.On("GET /api/v1/agents/a", new Reply(503) { RetryAfter = "3600" });
        using var client = Client(_api.Url);

        await Assert.ThrowsAsync<KeeperApiException>(() => client.GetAgentAsync("a"));
    }

    [Fact]
    public async Task Get_RefusedForEver_GivesUpAfterTheAttemptsItHas()
    {
        _api.On("GET /api/v1/agents/a", new Reply(503) { RetryAfter = "0" });
        using var client = Client(_api.Url);

        await Assert.ThrowsAsync<KeeperApiException>(() => client.GetAgentAsync("a"));

        Assert.Equal(4, _api.Requests.Items.Count);
    }

    [Fact]
    public async Task GetTask_Silence_EndsAfterTheTimeoutPlusTheWaitAskedFor()
    {
        _api.On($"GET /api/v1/tasks/{Samples.TaskId}", Reply.Ok("{}") with { Never = true });
        var time = new ManualTimeProvider();
        using var client = Client(time, _api.Url);
        var getting = client.GetTaskAsync(Samples.TaskId, TimeSpan.FromSeconds(20));

        await _api.Requests.WhenAsync(r => r.Count == 1, "the request");
        time.Advance(TimeSpan.FromSeconds(49));
        Assert.False(getting.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));

        var fault = await Assert.ThrowsAsync<KeeperUnreachableException>(() => getting.Within("the end of patience"));
        Assert.Equal("no answer within 50 s", Assert.Single(fault.Failures).Reason);
    }

    [Fact]
    public async Task AnyCall_CallerGivesUp_IsCancelledNotUnreachable()
    {
        _api.On("GET /api/v1/agents/a", Reply.Ok("{}") with { Never = true });
        using var client = Client(_api.Url);
        using var cancel = new CancellationTokenSource();
        var getting = client.GetAgentAsync("a", cancel.Token);

        await _api.Requests.WhenAsync(r => r.Count == 1, "the request");
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => getting.Within("the cancellation"));
    }

    [Fact]
    public async Task ListTasks_ThreePages_FetchesEachWhenItIsReached()
    {
        _api.On(
            "GET /api/v1/tasks",
            Reply.Ok(Samples.Page("c1", Samples.Created)),
            Reply.Ok(Samples.Page("c2")),
            Reply.Ok(Samples.Page(next: null, Samples.Failed)));
        using var client = Client(_api.Url);
        var states = new List<TaskState>();

        await foreach (var task in client.ListTasksAsync(new TaskFilter { Vpc = "v" }, pageSize: 1))
        {
            states.Add(task.State);
            Assert.Equal(states.Count == 1 ? 1 : 3, _api.Requests.Items.Count);
        }

        Assert.Equal([TaskState.Created, TaskState.Failed], states);
        Assert.Equal(["?vpc=v&limit=1", "?vpc=v&limit=1&cursor=c1", "?vpc=v&limit=1&cursor=c2"], _api.Requests.Items.Select(r => r.Query));
    }

    [Fact]
    public async Task SubmitTasks_Batch_AnswersTheIdsInOrder()
    {
        _api.On("POST /api/v1/tasks/batch", new Reply(201, """{"ids":["1","2"]}"""));
        using var client = Client(_api.Url);

        Assert.Equal(["1", "2"], await client.SubmitTasksAsync([Task1, Task1 with { Kind = "http" }]));
        Assert.Equal("http", (string?)_api.Only.Json["tasks"]![1]!["kind"]);
    }

    [Fact]
    public async Task SubmitTasks_TakenInPart_SaysWhichWere()
    {
        _api.On("POST /api/v1/tasks/batch", new Reply(503, """{"type":"t","title":"Full","status":503,"errors":{},"ids":["1",null]}"""));
        using var client = Client(_api.Url);

        var fault = await Assert.ThrowsAsync<KeeperApiException>(() => client.SubmitTasksAsync([Task1, Task1]));

        Assert.Equal(["1", null], fault.TakenIds);
    }

    [Fact]
    public async Task GetTask_FinishedTask_ReadsTimelineAndResult()
    {
        _api.On($"GET /api/v1/tasks/{Samples.TaskId}", Reply.Ok(Samples.Succeeded));
        using var client = Client(_api.Url);

        var task = await client.GetTaskAsync(Samples.TaskId);

        Assert.Equal(TaskState.Dispatching, task.ReadTimeline()[1].State);
        Assert.Equal(12.5, task.ReadResult()!.DurationMs);
    }

    [Fact]
    public void Constructor_AddressThatIsNotHttp_IsRefused() =>
        Assert.Throws<ArgumentException>(() => Client(new Uri("ftp://a")));

    private static KeeperClient Client(params Uri[] urls) => Client(TimeProvider.System, urls);

    private static KeeperClient Client(TimeProvider time, params Uri[] urls) =>
        new(new KeeperClientOptions { Urls = urls, Key = "k", Time = time });
}
