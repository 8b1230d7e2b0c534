using System.Net.Sockets;
using Keeper.Cli.Tests.Fakes;
using Keeper.Testing;

namespace Keeper.Cli.Tests.Errors;

public sealed class ErrorTests : IAsyncLifetime
{
    private FakeOperatorApi _api = null!;

    public async Task InitializeAsync() => _api = await FakeOperatorApi.StartAsync();

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task Run_NobodyListens_ExitsWith3AndSaysWhichAddressWhereFromAndWhatToDo()
    {
        var url = UnusedUrl();

        var run = await new CliRun().RunAsync("vpc", "list", "--url", url, "--key", "k");

        Assert.Equal(3, run.Code);
        Assert.Empty(run.Out);
        Assert.Contains($"{url}/ (Connection refused); the address comes from --url", run.Error);
        Assert.Contains("dotnet run --project Silo", run.Error);
    }

    [Fact]
    public async Task Run_ServerIsSilent_ExitsWith3AfterTheTimeout()
    {
        _api.On("GET /api/v1/vpcs", Reply.Ok("{}") with { Never = true });

        var run = await CliRun.Against(_api).RunAsync("vpc", "list", "--timeout", "50ms");

        Assert.Equal(3, run.Code);
        Assert.Contains("no answer within 0.05 s", run.Error);
    }

    [Fact]
    public async Task Run_KeyIsNotAccepted_ExitsWith4AndNamesItsSource()
    {
        _api.On("GET /api/v1/vpcs", Reply.Problem(401, "Unknown key"));

        var run = await CliRun.Against(_api).RunAsync("vpc", "list");

        Assert.Equal(4, run.Code);
        Assert.Contains("401: Unknown key", run.Error);
        Assert.Contains("The key came from KEEPER_KEY", run.Error);
        Assert.DoesNotContain("k-test", run.Error);
    }

    [Fact]
    public async Task Run_NoKeyWasFound_SaysWhereItWasLookedFor()
    {
        _api.On("GET /api/v1/vpcs", Reply.Problem(401, "No key"));
        using var folder = new TemporaryFolder();

        var run = await new CliRun { Directory = folder.Path }.RunAsync("vpc", "list", "--url", _api.Url.ToString());

        Assert.Equal(4, run.Code);
        Assert.Null(_api.Only.Authorization);
        Assert.Contains($"no file {folder.Combine("data", "admin.key")}", run.Error);
    }

    [Fact]
    public async Task Run_RoleIsNotEnough_ExitsWith4()
    {
        _api.On("PUT /api/v1/vpcs/v", Reply.Problem(403, "Needs the role admin"));

        var run = await CliRun.Against(_api).RunAsync("vpc", "put", "v");

        Assert.Equal(4, run.Code);
        Assert.Contains("its role does not allow this", run.Error);
    }

    [Fact]
    public async Task Run_ServerRefusesTheInput_ListsEveryFault()
    {
        const string Faults = """{"arguments.port":["70000 is out of range: 1 to 65535"],"vpc":["no such VPC","too long"]}""";
        _api.On("POST /api/v1/tasks", Reply.Problem(400, "The request is invalid", Faults));

        var run = await CliRun.Against(_api).RunAsync("task", "submit", "--vpc", "v", "--kind", "port");

        Assert.Equal(2, run.Code);
        Assert.Contains("  arguments.port: 70000 is out of range: 1 to 65535\n  vpc: no such VPC\n  vpc: too long\n", run.Error);
    }

    [Fact]
    public async Task ServerRefusesTheInput_Json_IsOneDocumentOnStandardError()
    {
        _api.On("POST /api/v1/tasks", Reply.Problem(400, "Invalid", """{"vpc":["no such VPC"]}""", "more"));

        var run = await CliRun.Against(_api).RunAsync("task", "submit", "--vpc", "v", "--kind", "port", "--json");

        Assert.Empty(run.Out);
        JsonAssert.Equal(
            $$"""{"exitCode":2,"error":"{{_api.Url}} answered 400: Invalid","status":400,"detail":"more","errors":{"vpc":["no such VPC"]} }""",
            run.Error);
    }

    [Theory]
    [InlineData(404, 5)]
    [InlineData(409, 7)]
    [InlineData(413, 2)]
    [InlineData(422, 2)]
    [InlineData(429, 7)]
    [InlineData(500, 7)]
    [InlineData(503, 7)]
    public async Task Run_ServerSaysNo_ExitCodeFollowsTheStatus(int status, int code)
    {
        _api.On("GET /api/v1/agents/a", Reply.Problem(status, "No"));

        Assert.Equal(code, (await CliRun.Against(_api).RunAsync("agent", "show", "a")).Code);
    }

    [Theory]
    [InlineData("<html>hello</html>")]
    [InlineData("{}")]
    [InlineData("null")]
    public async Task Run_SomethingElseAnswers_SaysThatItIsNotKeeper(string body)
    {
        _api.On("GET /api/v1/vpcs", Reply.Ok(body));

        var run = await CliRun.Against(_api).RunAsync("vpc", "list");

        Assert.Equal(7, run.Code);
        Assert.Contains("The answer is not one of Keeper's operator API", run.Error);
    }

    [Fact]
    public async Task Run_UnknownCommand_ExitsWith2AndPointsToHelp()
    {
        var run = await new CliRun().RunAsync("vpc", "frobnicate");

        Assert.Equal(2, run.Code);
        Assert.Contains("frobnicate", run.Error);
        Assert.Contains("`keeper vpc --help`", run.Error);
        Assert.Empty(run.Out);
    }

    [Fact]
    public async Task BadUsage_Json_IsADocumentToo()
    {
        var run = await new CliRun().RunAsync("task", "list", "--limit", "0", "--json");

        Assert.Equal(2, run.Code);
        Assert.Contains("\"--limit: 0 is out of range: 1 to 100000\"", run.Error);
    }

    private static string UnusedUrl()
    {
        using var socket = new TcpListener(System.Net.IPAddress.Loopback, 0);
        socket.Start();
        return $"http://{socket.LocalEndpoint}";
    }
}
