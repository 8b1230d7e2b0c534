using Keeper.Cli.Output;
using Keeper.Cli.Tests.Fakes;

namespace Keeper.Cli.Tests.Output;

public sealed class OutputTests : IAsyncLifetime
{
    private const char Escape = '\u001b';
    private FakeOperatorApi _api = null!;

    public async Task InitializeAsync()
    {
        _api = await FakeOperatorApi.StartAsync();
        _api.On("GET /api/v1/tasks", Reply.Ok(Samples.Page(next: null, Samples.Failed)));
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task List_OnATerminal_ColoursTheState()
    {
        var run = await new CliRun { Terminal = true }.Asking(_api).RunAsync("task", "list");

        Assert.Matches($"{Escape}\\[[0-9;]*mFAILED{Escape}\\[0m", run.Out);
    }

    [Fact]
    public async Task List_Piped_IsPlain()
    {
        var run = await CliRun.Against(_api).RunAsync("task", "list");

        Assert.DoesNotContain(Escape, run.Out);
    }

    [Theory]
    [InlineData("NO_COLOR", "1")]
    [InlineData("TERM", "dumb")]
    public async Task List_ColoursUnwanted_IsPlainOnATerminalToo(string variable, string value)
    {
        var run = new CliRun { Terminal = true }.Asking(_api);
        run.Environment[variable] = value;

        Assert.DoesNotContain(Escape, (await run.RunAsync("task", "list")).Out);
    }

    [Fact]
    public async Task List_NoColorOption_IsPlainOnATerminalToo()
    {
        var run = await new CliRun { Terminal = true }.Asking(_api).RunAsync("task", "list", "--no-color");

        Assert.DoesNotContain(Escape, run.Out);
    }

    [Fact]
    public async Task Help_OfTheProgram_SaysWhatTheExitCodesMean()
    {
        var run = await new CliRun().RunAsync("--help");

        Assert.Equal(0, run.Code);
        Assert.Contains("  3    the server could not be reached", run.Out);
    }

    [Fact]
    public async Task Health_Ready_ExitsWith0WithoutNeedingAKey()
    {
        _api.On("GET /healthz", Reply.Ok("""{"status":"ok"}"""));

        var run = await new CliRun { Directory = "/nowhere" }.RunAsync("health", "--url", _api.Url.ToString());

        Assert.Equal((0, $"ok  {_api.Url}\n"), (run.Code, run.Out));
    }

    [Theory]
    [InlineData("""{"status":"standby","active":"http://b:7480"}""", "the active server is http://b:7480")]
    [InlineData("""{"status":"degraded","reasons":["disk is full"]}""", "- disk is full")]
    [InlineData("oops", "unavailable")]
    public async Task Health_NotReady_ExitsWith1AndSaysWhy(string body, string reason)
    {
        _api.On("GET /healthz", new Reply(503, body));

        var run = await CliRun.Against(_api).RunAsync("health");

        Assert.Equal(1, run.Code);
        Assert.Contains(reason, run.Out);
    }

    [Fact]
    public async Task Health_Json_SaysWhoAnsweredAndWhether()
    {
        _api.On("GET /healthz", new Reply(503, """{"status":"degraded","reasons":["disk is full"]}"""));

        var run = await CliRun.Against(_api).RunAsync("health", "--json");

        JsonAssert.Equal($$"""{"url":"{{_api.Url}}","ready":false,"status":"degraded","reasons":["disk is full"]}""", run.Out);
    }

    [Fact]
    public async Task Audit_List_ShowsWhoDidWhat()
    {
        const string Entry = """{"at":"2030-03-14T15:00:00Z","principal":"admin","action":"task.cancel","target":"t-1","detail":"by hand"}""";
        _api.On("GET /api/v1/audit", Reply.Ok(Samples.Page(next: null, Entry)));

        var people = await CliRun.Against(_api).RunAsync("audit", "list", "--limit", "5");
        var program = await CliRun.Against(_api).RunAsync("audit", "list", "--json");

        Assert.Matches(@"2030-03-14 15:00:00.000Z +admin +task.cancel +t-1 +by hand", people.Out);
        Assert.Equal("?limit=5", _api.Requests.Items[0].Query);
        JsonAssert.Equal(Samples.Page(next: null, Entry), program.Out);
    }

    [Theory]
    [InlineData(-5, "now")]
    [InlineData(0.5, "now")]
    [InlineData(59.9, "59s ago")]
    [InlineData(119, "1m ago")]
    [InlineData(7300, "2h ago")]
    [InlineData(200_000, "2d ago")]
    public void Ago_Time_IsRoundedDownToOneUnit(double seconds, string text)
    {
        var now = new DateTimeOffset(2030, 3, 14, 15, 0, 0, TimeSpan.Zero);

        Assert.Equal(text, Times.Ago(now.AddSeconds(-seconds), now));
    }
}
