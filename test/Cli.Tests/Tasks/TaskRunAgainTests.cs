using Keeper.Cli.Tests.Fakes;

namespace Keeper.Cli.Tests.Tasks;

public sealed class TaskRunAgainTests : IAsyncLifetime
{
    private FakeOperatorApi _api = null!;

    public async Task InitializeAsync()
    {
        _api = await FakeOperatorApi.StartAsync();
        _api.On($"GET /api/v1/tasks/{Samples.TaskId}", Reply.Ok(Samples.Succeeded));
        _api.On("POST /api/v1/tasks", new Reply(201, Samples.Created));
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task RunAgain_EndedTask_AsksForTheSameWithAKeyOfItsOwn()
    {
        var run = await CliRun.Against(_api).RunAsync("task", "run-again", Samples.TaskId);

        Assert.Equal((0, Samples.TaskId + "\n"), (run.Code, run.Out));
        var request = _api.Requests.Items[^1].Json;
        Assert.StartsWith("cli-", (string?)request["idempotencyKey"]);
        request.AsObject().Remove("idempotencyKey");
        JsonAssert.Equal(
            """{"vpc":"vpc-a","kind":"http","arguments":{"url":"http://x/?a=1&b=2"},"runTimeoutSeconds":30,"expireAfterSeconds":3600,"priority":0}""",
            request.ToJsonString());
    }

    [Fact]
    public async Task RunAgain_TaskForAChosenAgent_GoesToTheSameAgent()
    {
        var pinned = Samples.Succeeded.Replace("\"pinned\":false", "\"pinned\":true", StringComparison.Ordinal);
        _api.On($"GET /api/v1/tasks/{Samples.TaskId}", Reply.Ok(pinned));

        await CliRun.Against(_api).RunAsync("task", "run-again", Samples.TaskId);

        Assert.Equal("agent-1", (string?)_api.Requests.Items[^1].Json["agentId"]);
    }

    [Fact]
    public async Task RunAgain_Wait_ShowsTheEnd()
    {
        var run = await CliRun.Against(_api).RunAsync("task", "run-again", Samples.TaskId, "--wait");

        Assert.Equal(0, run.Code);
        Assert.Contains("Success  200 in 12 ms", run.Out);
    }
}
