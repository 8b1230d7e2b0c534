using System.Collections;
using Keeper.AgentHost;
using Keeper.Protocol.Tasks;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Host;

public sealed class AgentProgramTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    public void Dispose()
    {
        _folder.Dispose();
        _output.Dispose();
        _errors.Dispose();
    }

    [Fact]
    public async Task Run_Help_NamesEveryOptionAndExitCode()
    {
        Assert.Equal(0, await RunAsync("--help"));
        foreach (var word in (string[])["--gateway", "--token", "--name", "--data", "--label", "--capacity", "--ca-file", "--shutdown-grace", "--config", "exit codes", "KEEPER_AGENT_TOKEN"])
            Assert.Contains(word, _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Version_ShowsIt()
    {
        Assert.Equal(0, await RunAsync("--version"));
        Assert.Equal(AgentVersion.Current, _output.ToString().Trim());
    }

    [Fact]
    public async Task Run_Mistakes_AreAllNamedOnTheErrorStream()
    {
        Assert.Equal(2, await RunAsync("--what"));
        Assert.Contains("'--what' is not known here", _errors.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, await RunAsync("--name", "Bad Name", "--gateway", "x"));
        Assert.Contains("name: 'Bad Name' is not a name", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NoToken_ExitsWithItsOwnCode()
    {
        Assert.Equal(3, await RunAsync("--data", _folder.Path, "--name", "n"));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z info  Keeper agent ", _output.ToString());
        // Every kind that Keeper knows by itself, every agent can carry out.
        Assert.Contains($"; executors: {string.Join(", ", InstructionKinds.Names)}\n", _output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, 4)]
    [InlineData(409, 5)]
    public async Task Run_NotWantedAnyMore_ExitsWithItsOwnCode(int status, int exitCode)
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        gateway.Fail = (call, _) => call == "poll" ? status : null;

        Assert.Equal(exitCode, await RunAsync("--data", _folder.Path, "--name", "n", "--token", "kt.a.b.c", "--gateway", gateway.Url));
    }

    private Task<int> RunAsync(params string[] args) =>
        AgentProgram.RunAsync(args, new Hashtable(), _output, _errors).Within("the program's end");
}
