using Keeper.Cli.Tests.Fakes;

namespace Keeper.Cli.Tests.Vpcs;

public sealed class VpcCommandsTests : IAsyncLifetime
{
    private FakeOperatorApi _api = null!;

    public async Task InitializeAsync() => _api = await FakeOperatorApi.StartAsync();

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task Put_DescriptionAndLabels_SendsThem()
    {
        _api.On("PUT /api/v1/vpcs/vpc-a", Reply.Ok(Samples.Vpc));

        var run = await CliRun.Against(_api).RunAsync(
            "vpc", "put", "vpc-a", "--description", "first", "--label", "region=eu", "--label", "env=test");

        Assert.Equal(0, run.Code);
        Assert.Equal("""{"description":"first","labels":{"region":"eu","env":"test"}}""", _api.Only.Body);
        Assert.Equal("Bearer k-test", _api.Only.Authorization);
        Assert.Contains("vpc-a", run.Out);
    }

    [Fact]
    public async Task Put_BadNameAndLabels_NamesEveryFaultAndSendsNothing()
    {
        var run = await CliRun.Against(_api).RunAsync("vpc", "put", "Not_A_Name", "--label", "x", "--label", "a=1", "--label", "a=2");

        Assert.Equal(2, run.Code);
        Assert.Empty(_api.Requests.Items);
        Assert.Contains("name: 'Not_A_Name' is not a name", run.Error);
        Assert.Contains("--label: 'x' is not name=value", run.Error);
        Assert.Contains("--label: 'a' is given twice", run.Error);
    }

    [Fact]
    public async Task List_TwoPages_ShowsBothAsOne()
    {
        _api.On(
            "GET /api/v1/vpcs",
            Reply.Ok(Samples.Page("c1", Samples.Vpc)),
            Reply.Ok(Samples.Page(next: null, Samples.Vpc.Replace("vpc-a", "vpc-b", StringComparison.Ordinal))));

        var run = await CliRun.Against(_api).RunAsync("vpc", "list");

        Assert.Equal(["?limit=100", "?limit=99&cursor=c1"], _api.Requests.Items.Select(r => r.Query));
        var lines = run.Out.Split('\n');
        Assert.Equal(["NAME", "DESCRIPTION", "LABELS", "MADE"], lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("vpc-a  first        env=test region=eu", lines[1]);
        Assert.StartsWith("vpc-b", lines[2]);
    }

    [Fact]
    public async Task List_Json_IsOneDocumentInTheApisWords()
    {
        _api.On("GET /api/v1/vpcs", Reply.Ok(Samples.Page(next: null, Samples.Vpc)));

        var run = await CliRun.Against(_api).RunAsync("vpc", "list", "--json");

        JsonAssert.Equal(Samples.Page(next: null, Samples.Vpc), run.Out);
    }

    [Fact]
    public async Task TokenCreate_ForPeople_PutsTheTokenAloneOnStandardOutput()
    {
        _api.On("POST /api/v1/vpcs/vpc-a/enrollment-tokens", new Reply(201, """{"token":"t-1","expiresAt":"2030-03-15T15:00:00Z"}"""));

        var run = await CliRun.Against(_api).RunAsync("token", "create", "--vpc", "vpc-a", "--expires", "2h", "--uses", "3");

        Assert.Equal("""{"expiresInSeconds":7200,"maxUses":3}""", _api.Only.Body);
        Assert.Equal("t-1\n", run.Out);
        Assert.Contains("3 agents until 2030-03-15 15:00:00.000Z", run.Error);
    }

    [Fact]
    public async Task TokenCreate_NothingSaid_IsForOneAgentWithinAnHour()
    {
        _api.On("POST /api/v1/vpcs/vpc-a/enrollment-tokens", new Reply(201, """{"token":"t-1","expiresAt":"2030-03-15T15:00:00Z"}"""));

        var run = await CliRun.Against(_api).RunAsync("token", "create", "--vpc", "vpc-a", "--json");

        Assert.Equal("""{"expiresInSeconds":3600,"maxUses":1}""", _api.Only.Body);
        JsonAssert.Equal("""{"token":"t-1","expiresAt":"2030-03-15T15:00:00Z"}""", run.Out);
        Assert.Empty(run.Error);
    }

    [Theory]
    [InlineData("--uses", "0", "--uses: 0 is out of range: 1 to 100000")]
    [InlineData("--uses", "many", "--uses: 'many' is not a whole number")]
    [InlineData("--expires", "400d", "--expires: 400d is out of range: 1s to 365d")]
    [InlineData("--expires", "1.5s", "--expires: 1.5s is not a whole number of seconds")]
    public async Task TokenCreate_OutOfRange_SaysTheLimit(string option, string value, string fault)
    {
        var run = await CliRun.Against(_api).RunAsync("token", "create", "--vpc", "vpc-a", option, value);

        Assert.Equal(2, run.Code);
        Assert.Contains(fault, run.Error);
    }
}
