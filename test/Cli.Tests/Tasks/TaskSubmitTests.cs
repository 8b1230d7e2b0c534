using Keeper.Cli.Tests.Fakes;
using Keeper.Testing;

namespace Keeper.Cli.Tests.Tasks;

public sealed class TaskSubmitTests : IAsyncLifetime
{
    private FakeOperatorApi _api = null!;

    public async Task InitializeAsync()
    {
        _api = await FakeOperatorApi.StartAsync();
        _api.On("POST /api/v1/tasks", new Reply(201, Samples.Created));
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task Submit_EveryOption_IsInTheRequest()
    {
        var run = await CliRun.Against(_api).RunAsync(
            "task", "submit", "--vpc", "vpc-a", "--kind", "port", "--arg", "host=10.0.0.5", "--arg", "port=5432",
            "--agent", "a-1", "--run-timeout", "1m", "--expire-after", "2h", "--priority", "-5",
            "--idempotency-key", "once", "--result-url", "http://x/done");

        Assert.Equal(0, run.Code);
        JsonAssert.Equal(
            """
            {"vpc":"vpc-a","kind":"port","arguments":{"host":"10.0.0.5","port":5432},"agentId":"a-1","runTimeoutSeconds":60,
             "expireAfterSeconds":7200,"priority":-5,"idempotencyKey":"once","resultUrl":"http://x/done"}
            """,
            _api.Only.Body);
        Assert.Equal(Samples.TaskId + "\n", run.Out);
    }

    [Fact]
    public async Task Submit_NoIdempotencyKey_MakesOneUpSoThatALostAnswerMayBeAskedForAgain()
    {
        _api.On(
            "POST /api/v1/tasks",
            new Reply(503) { RetryAfter = "0" },
            new Reply(201, Samples.Created));

        var run = await CliRun.Against(_api).RunAsync("task", "submit", "--vpc", "v", "--kind", "port");

        Assert.Equal(0, run.Code);
        var keys = _api.Requests.Items.Select(r => (string?)r.Json["idempotencyKey"]).ToList();
        Assert.Equal(2, keys.Count);
        Assert.StartsWith("cli-", keys[0]);
        Assert.Equal(keys[0], keys[1]);
    }

    [Fact]
    public async Task Submit_ArgumentsInAFile_AreRead()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.Combine("args.json"), """{"name":"example.org"}""");
        var run = new CliRun { Directory = folder.Path }.Asking(_api);

        await run.RunAsync("task", "submit", "--vpc", "v", "--kind", "domain", "--json-args", "@args.json", "--arg", "recordType=MX");

        JsonAssert.Equal("""{"name":"example.org","recordType":"MX"}""", _api.Only.Json["arguments"]!.ToJsonString());
    }

    [Fact]
    public async Task Submit_ArgumentsOnStandardInput_AreRead()
    {
        var run = new CliRun { Input = """{"name":"example.org"}""" }.Asking(_api);

        await run.RunAsync("task", "submit", "--vpc", "v", "--kind", "domain", "--json-args", "-");

        JsonAssert.Equal("""{"name":"example.org"}""", _api.Only.Json["arguments"]!.ToJsonString());
    }

    [Fact]
    public async Task Submit_MissingArgumentsFile_IsBadUsage()
    {
        var run = await CliRun.Against(_api).RunAsync("task", "submit", "--vpc", "v", "--kind", "port", "--json-args", "@gone.json");

        Assert.Equal(2, run.Code);
        Assert.Contains("--json-args: the file cannot be read", run.Error);
        Assert.Empty(_api.Requests.Items);
    }

    [Fact]
    public async Task Submit_WithoutRequiredOptions_NamesBoth()
    {
        var run = await CliRun.Against(_api).RunAsync("task", "submit");

        Assert.Equal(2, run.Code);
        Assert.Contains("--vpc", run.Error);
        Assert.Contains("--kind", run.Error);
    }

    [Fact]
    public async Task SubmitWait_TaskSucceeds_ShowsStepsAndResultAndExitsWith0()
    {
        OnTask(Reply.Ok(Samples.Running), Reply.Ok(Samples.Succeeded));

        var run = await CliRun.Against(_api).RunAsync("task", "submit", "--vpc", "v", "--kind", "http", "--wait", "20s");

        Assert.Equal(0, run.Code);
        foreach (var text in new[] { "CREATED", "DISPATCHING", "RUNNING", "SUCCEEDED", "200 in 12 ms", "status is 2xx", "hello" })
            Assert.Single(run.Out.Split('\n'), l => l.Contains(text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task SubmitWait_TaskFails_ExitsWith1()
    {
        OnTask(Reply.Ok(Samples.Failed));

        var run = await CliRun.Against(_api).RunAsync("task", "submit", "--vpc", "v", "--kind", "http", "--wait");

        Assert.Equal(1, run.Code);
        Assert.Contains("FAIL  port is open (found: refused)", run.Out);
    }

    [Fact]
    public async Task SubmitWait_Json_PrintsTheEndAloneAsOneDocument()
    {
        OnTask(Reply.Ok(Samples.Running), Reply.Ok(Samples.Succeeded));

        var run = await CliRun.Against(_api).RunAsync("task", "submit", "--vpc", "v", "--kind", "http", "--wait", "--json");

        JsonAssert.Equal(Samples.Succeeded, run.Out);
    }

    [Fact]
    public async Task SubmitWait_TaskDoesNotEndInTime_ExitsWith6()
    {
        OnTask(Reply.Ok(Samples.Running));

        var run = await CliRun.Against(_api).RunAsync("task", "submit", "--vpc", "v", "--kind", "http", "--wait", "20ms");

        Assert.Equal(6, run.Code);
        Assert.Contains("Still RUNNING after 20ms", run.Error);
    }

    private void OnTask(params Reply[] replies) => _api.On($"GET /api/v1/tasks/{Samples.TaskId}", replies);
}
