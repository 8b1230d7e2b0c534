using Keeper.Cli.Tests.Fakes;

namespace Keeper.Cli.Tests.Kinds;

public sealed class KindCommandsTests : IAsyncLifetime
{
    private const string Disk =
        """
        {"kind":"disk-age","about":"How old is a disk?","source":"agents","version":"3","repeatable":false,"agents":2,"vpcs":["vpc-a"],"example":{"disk":"sda"},
         "argumentsSchema":{"properties":{"disk":{"type":"string","description":"Its name."},"days":{"type":"integer","minimum":1,"maximum":9,"default":5},
         "pin":{"type":"string","x-keeper-secret":true},"expect":{"type":["string","object"],"format":"regex","properties":{"most":{"type":"integer"}}},"rows":{"type":"array","items":{"properties":{"mode":{"enum":["a","b"]}}}}},"required":["disk"]}}
        """;

    private FakeOperatorApi _api = null!;

    public async Task InitializeAsync()
    {
        _api = await FakeOperatorApi.StartAsync();
        _api.On("GET /api/v1/kinds", Reply.Ok(Samples.Page(next: null, Disk)));
        _api.On("GET /api/v1/kinds/disk-age", Reply.Ok(Disk));
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task List_OfAVpc_AsksForItAndPrintsARowForEach()
    {
        var run = await CliRun.Against(_api).RunAsync("kind", "list", "--vpc", "vpc-a");

        Assert.Equal((0, "?vpc=vpc-a"), (run.Code, _api.Only.Query));
        Assert.Matches(@"disk-age\s+agents\s+2\s+vpc-a\s+How old is a disk\?", run.Out);
    }

    [Fact]
    public async Task Show_Kind_TellsEveryArgumentAndAnExample()
    {
        var run = await CliRun.Against(_api).RunAsync("kind", "show", "disk-age");

        Assert.Equal(0, run.Code);
        Assert.Matches(@"disk\s+text\s+required\s+Its name\.", run.Out);
        Assert.Matches(@"days\s+whole number 1 to 9\s+default 5", run.Out);
        Assert.Matches("""pin\s+text or \{"secret": name\}""", run.Out);
        Assert.Matches(@"expect\s+regular expression or object", run.Out);
        Assert.Matches(@"expect\.most\s+whole number", run.Out);
        Assert.Matches(@"rows\[\]\.mode\s+a \| b", run.Out);
        Assert.Contains("""keeper task submit --vpc vpc-a --kind disk-age --json-args '{"disk":"sda"}' --wait""", run.Out);
    }

    [Theory]
    [InlineData("""{"type":"object","additionalProperties":false}""", "It takes no arguments.")]
    [InlineData("""{"type":"object"}""", "Nothing is said of its arguments.")]
    public async Task Show_KindWithoutNamedArguments_SaysWhetherAnyAreTaken(string schema, string said)
    {
        _api.On("GET /api/v1/kinds/uptime", Reply.Ok(
            $$"""{"kind":"uptime","about":"","source":"agents","agents":1,"vpcs":["vpc-a"],"example":{},"argumentsSchema":{{schema}}}"""));

        var run = await CliRun.Against(_api).RunAsync("kind", "show", "uptime");

        Assert.Contains(said, run.Out + run.Error);
    }

    [Fact]
    public async Task Show_Json_IsTheDocument()
    {
        var run = await CliRun.Against(_api).RunAsync("kind", "show", "disk-age", "--json");

        JsonAssert.Equal(Disk, run.Out);
    }

    [Fact]
    public async Task Show_NobodyKnowsIt_ExitsWithNotFound()
    {
        _api.On("GET /api/v1/kinds/teapot", Reply.Problem(404, "Neither Keeper nor an agent knows a kind 'teapot'."));

        Assert.Equal(5, (await CliRun.Against(_api).RunAsync("kind", "show", "teapot")).Code);
    }

    [Theory]
    [InlineData("keeper kind show d", "disk-age")]
    [InlineData("keeper task submit --kind d", "disk-age")]
    [InlineData("keeper task submit --kind disk-age --arg d", "days= disk=")]
    [InlineData("keeper task submit --kind disk-age --arg r", "rows:=")]
    [InlineData("keeper task submit --kind port --arg ho", "host=")]
    [InlineData("keeper task submit --arg ho", "")]
    public async Task Complete_KindsAndArguments_AreThoseOfTheServerAndOfKeeper(string line, string words)
    {
        var run = await CliRun.Against(_api).RunAsync("complete", "--", line);

        Assert.Equal((0, words), (run.Code, string.Join(' ', run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries))));
    }
}
