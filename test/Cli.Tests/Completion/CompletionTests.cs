using Keeper.Cli.Tests.Fakes;
using Keeper.Protocol.Tasks;
using Keeper.Testing;

namespace Keeper.Cli.Tests.Completion;

public sealed class CompletionTests : IAsyncLifetime
{
    private FakeOperatorApi _api = null!;

    public async Task InitializeAsync()
    {
        _api = await FakeOperatorApi.StartAsync();
        _api.On("GET /api/v1/vpcs", Reply.Ok(Samples.Page(next: null, Samples.Vpc)));
        _api.On("GET /api/v1/agents", Reply.Ok(Samples.Page(next: null, Samples.Agent)));
        _api.On("GET /api/v1/tasks", Reply.Ok(Samples.Page(next: null, Samples.Failed)));
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Theory]
    [InlineData("keeper ", "agent audit backup completion config health kind message restore task token vpc")]
    [InlineData("keeper ta", "task")]
    [InlineData("/opt/keeper task s", "show submit")]
    [InlineData("keeper task list --st", "--state")]
    [InlineData("keeper task list --state TI", "TIMED_OUT")]
    [InlineData("keeper completion z", "zsh")]
    [InlineData("keeper task submit --vpc ", "vpc-a")]
    [InlineData("keeper task submit --vpc vpc-a --agent agent-", "agent-0123456789abcdef")]
    [InlineData("keeper agent show ", "agent-0123456789abcdef")]
    [InlineData("keeper task cancel 01j", Samples.TaskId)]
    [InlineData("keeper --json vpc put ", "vpc-a")]
    [InlineData("keeper task list --vpc x", "")]
    [InlineData("keeper task list --state=FA", "--state=FAILED")]
    [InlineData("keeper task list --vpc=", "--vpc=vpc-a")]
    [InlineData("keeper task submit --arg a=b --kind=h", "--kind=http")]
    public async Task Complete_Line_OffersWhatFits(string line, string words)
    {
        var run = await CliRun.Against(_api).RunAsync("complete", "--", line);

        Assert.Equal(0, run.Code);
        Assert.Equal(words.Split(' ', StringSplitOptions.RemoveEmptyEntries), run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Complete_Kind_OffersEveryKindThatKeeperKnows()
    {
        var run = await CliRun.Against(_api).RunAsync("complete", "--", "keeper task submit --kind ");

        Assert.Equal(InstructionKinds.Names, run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Complete_ServerRefuses_OffersNothingAndSaysNothing()
    {
        _api.On("GET /api/v1/vpcs", Reply.Problem(401, "Unknown key"));

        var run = await CliRun.Against(_api).RunAsync("complete", "--", "keeper task list --vpc ");

        Assert.Equal(new CliResult(0, "", ""), run);
    }

    [Fact]
    public async Task Complete_UrlOnTheLine_IsTheOneAsked()
    {
        await new CliRun().RunAsync("complete", "--", $"keeper --url {_api.Url} --key k-line agent show ");

        Assert.Equal("Bearer k-line", _api.Only.Authorization);
    }

    [Theory]
    [InlineData("keeper task s", "show submit")]
    [InlineData("keeper task list --state=FA", "FAILED")]
    public async Task BashScript_InBash_FillsInTheReplies(string line, string words)
    {
        using var folder = new TemporaryFolder();
        var script = await new CliRun().RunAsync("completion", "bash");
        await File.WriteAllTextAsync(folder.Combine("completion.bash"), script.Out);
        // The program itself is played: what matters here is how the script calls it and what it does with the answer.
        const string Play = """
            source "$1"
            keeper() { [[ "$1 $2" == "complete --" ]] || exit 9; case "$3" in *"task s") printf 'show\nsubmit\n';; *=FA) printf -- '--state=FAILED\n';; esac; }
            COMP_LINE="$2"; COMP_POINT=${#2}; COMP_WORDS=(${2//=/ = }); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _keeper_complete
            echo "${COMPREPLY[*]}"
            """;

        var bash = await ChildProcess.RunAsync("bash", ["-eu", "-c", Play, "bash", folder.Combine("completion.bash"), line]);

        Assert.Equal((0, words), (bash.ExitCode, bash.Output.Trim()));
    }

    [Theory]
    [InlineData("zsh", "compdef _keeper keeper")]
    [InlineData("fish", "complete -c keeper")]
    public async Task Completion_OtherShells_RegistersAFunctionThatAsksTheProgram(string shell, string registration)
    {
        var run = await new CliRun().RunAsync("completion", shell);

        Assert.Contains(registration, run.Out);
        Assert.Contains("keeper complete -- ", run.Out);
    }

    [Fact]
    public async Task Completion_UnknownShell_NamesTheKnownOnes()
    {
        var run = await new CliRun().RunAsync("completion", "tcsh");

        Assert.Equal(2, run.Code);
        Assert.Contains("'bash'", run.Error);
    }
}
