using Keeper.Cli.Tests.Fakes;

namespace Keeper.Cli.Tests.Tasks;

public sealed class TaskCommandsTests : IAsyncLifetime
{
    private FakeOperatorApi _api = null!;

    public async Task InitializeAsync() => _api = await FakeOperatorApi.StartAsync();

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task Show_FinishedTask_PrintsTimelineAssertionsPhasesAndOutput()
    {
        _api.On($"GET /api/v1/tasks/{Samples.TaskId}", Reply.Ok(Samples.Succeeded));

        var run = await CliRun.Against(_api).RunAsync("task", "show", Samples.TaskId);

        Assert.Equal(0, run.Code);
        foreach (var text in new[]
                 {
                     Samples.TaskId, """{"url":"http://x/?a=1&b=2"}""", "DISPATCHING  step 1", "Success  200 in 12 ms (12.5 ms)",
                     "  pass  status is 2xx (found: 200)", "dns 1.25 ms · connect 3 ms", "output\nhello\n",
                 })
        {
            Assert.Contains(text, run.Out);
        }
    }

    [Fact]
    public async Task Show_ResultWithFigures_NamesEach()
    {
        var measured = Samples.Success.Replace("\"output\"", "\"values\":{\"rttMs.avg\":1.25,\"lossPercent\":0},\"output\"", StringComparison.Ordinal);
        _api.On($"GET /api/v1/tasks/{Samples.TaskId}", Reply.Ok(Samples.Task(measured, "CREATED", "SUCCEEDED")));

        var run = await CliRun.Against(_api).RunAsync("task", "show", Samples.TaskId);

        Assert.Matches(@"lossPercent\s+0\s+rttMs\.avg\s+1\.25", run.Out);
    }

    [Fact]
    public async Task Show_FailedTask_StillExitsWith0BecauseShowingWorked()
    {
        _api.On($"GET /api/v1/tasks/{Samples.TaskId}", Reply.Ok(Samples.Failed));

        Assert.Equal(0, (await CliRun.Against(_api).RunAsync("task", "show", Samples.TaskId)).Code);
    }

    [Fact]
    public async Task Show_OutputWithEscapeSequences_CannotReachTheTerminal()
    {
        var nasty = Samples.Success.Replace("hello", """a\u001b[2Jb\r\nc\u009bd""", StringComparison.Ordinal);
        _api.On($"GET /api/v1/tasks/{Samples.TaskId}", Reply.Ok(Samples.Task(nasty, "CREATED", "SUCCEEDED")));

        var run = await CliRun.Against(_api).RunAsync("task", "show", Samples.TaskId);

        Assert.DoesNotContain('\u001b', run.Out);
        Assert.DoesNotContain('\u009b', run.Out);
        Assert.Contains("a\uFFFD[2Jb\nc\uFFFDd", run.Out);
    }

    [Fact]
    public async Task List_LongMessage_ShowsItsBeginning()
    {
        var chatty = Samples.Success.Replace("200 in 12 ms", new string('m', 2000), StringComparison.Ordinal);
        _api.On("GET /api/v1/tasks", Reply.Ok(Samples.Page(next: null, Samples.Task(chatty, "CREATED", "SUCCEEDED"))));

        var run = await CliRun.Against(_api).RunAsync("task", "list");

        Assert.Contains($"{new string('m', 79)}…", run.Out);
        Assert.DoesNotContain(new string('m', 80), run.Out);
    }

    [Fact]
    public async Task List_Filters_AreInTheQuery()
    {
        _api.On("GET /api/v1/tasks", Reply.Ok(Samples.Page(next: null, Samples.Failed)));

        var run = await CliRun.Against(_api).RunAsync(
            "task", "list", "--vpc", "vpc-a", "--agent", "a 1", "--kind", "http", "--state", "timed_out", "--limit", "7", "--cursor", "c=1");

        Assert.Equal("?vpc=vpc-a&agentId=a%201&state=TIMED_OUT&kind=http&limit=7&cursor=c%3D1", _api.Only.Query);
        Assert.Matches($"{Samples.TaskId} +FAILED +http +vpc-a +agent-1 +1 +.* connection refused", run.Out);
    }

    [Fact]
    public async Task List_UnknownState_NamesTheStatesThereAre()
    {
        var run = await CliRun.Against(_api).RunAsync("task", "list", "--state", "done");

        Assert.Equal(2, run.Code);
        Assert.Contains("--state: 'done' is not a state: CREATED, DISPATCHING", run.Error);
    }

    [Fact]
    public async Task List_MoreThanTheLimit_SaysHowToGoOn()
    {
        _api.On("GET /api/v1/tasks", Reply.Ok(Samples.Page("c1", Samples.Failed)));

        var run = await CliRun.Against(_api).RunAsync("task", "list", "--limit", "1");

        Assert.Single(_api.Requests.Items);
        Assert.Contains("--cursor c1", run.Error);
    }

    [Fact]
    public async Task List_Json_KeepsTheCursor()
    {
        _api.On("GET /api/v1/tasks", Reply.Ok(Samples.Page("c1", Samples.Failed)));

        var run = await CliRun.Against(_api).RunAsync("task", "list", "--limit", "1", "--json");

        JsonAssert.Equal(Samples.Page("c1", Samples.Failed), run.Out);
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task List_NarrowTerminal_StillHoldsTheWholeIdWhenPiped()
    {
        _api.On("GET /api/v1/tasks", Reply.Ok(Samples.Page(next: null, Samples.Failed)));

        var run = await new CliRun { Width = 40 }.Asking(_api).RunAsync("task", "list");

        Assert.Contains(Samples.TaskId, run.Out);
        Assert.Equal(3, run.Out.Split('\n').Length);
    }

    [Fact]
    public async Task Cancel_Task_PrintsItsState()
    {
        var cancelled = Samples.Task("null", "CREATED", "CANCELLED");
        _api.On($"POST /api/v1/tasks/{Samples.TaskId}/cancel", Reply.Ok(cancelled));

        var run = await CliRun.Against(_api).RunAsync("task", "cancel", Samples.TaskId);

        Assert.Equal((0, $"{Samples.TaskId}  CANCELLED\n"), (run.Code, run.Out));
    }

    [Fact]
    public async Task Cancel_TaskHasEnded_ExitsWith7()
    {
        _api.On($"POST /api/v1/tasks/{Samples.TaskId}/cancel", Reply.Problem(409, "It has ended"));

        Assert.Equal(7, (await CliRun.Against(_api).RunAsync("task", "cancel", Samples.TaskId)).Code);
    }
}
