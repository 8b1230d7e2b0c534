using System.Text.Json;
using System.Text.RegularExpressions;
using Keeper.Agent.Execution;
using Keeper.Agent.Permissions;
using Keeper.Agent.Probes.Command;
using Keeper.Protocol.Tasks;
using Keeper.Protocol.Validation;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Probes.Command;

/// <summary>Real processes. The rule of these tests allows a shell, because that is the quickest way to misbehave.</summary>
public sealed class CommandExecutorTests : IDisposable
{
    private static readonly CommandRule Shell = new()
    {
        Name = "shell",
        File = "/bin/sh",
        Args = null,
        Environment = ["GREETING"],
        Stdin = true,
        WorkingDirectories = ["/usr"],
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_ExitCodeZero_IsSuccessWithItsOutput()
    {
        var result = await ShellAsync("echo out; echo err >&2");

        Assert.Equal((Outcome.Success, "exit code 0"), (result.Outcome, result.Message));
        Assert.Equal("out\n\n--- standard error ---\nerr\n", result.Output);
        Assert.Equal(new Assertion("exit code is 0", true, "0"), Assert.Single(result.Assertions));
    }

    [Fact]
    public async Task Run_OtherExitCode_IsTargetFailedWithTheLastWordOfStandardError()
    {
        var result = await ShellAsync("echo first >&2; echo disk full >&2; exit 3");

        Assert.Equal((Outcome.TargetFailed, "exit code 3: 'disk full'"), (result.Outcome, result.Message));
    }

    [Fact]
    public async Task Run_ArgumentsAndInput_ArriveAsTheyAre()
    {
        var result = await RunAsync(new { file = "sh", args = (string[])["-c", "echo \"$1\"; cat; pwd; echo $GREETING", "x", "a b;$(id)"], stdin = "typed\n", workingDirectory = "/usr", environment = new { GREETING = "hi" } });

        Assert.Equal("a b;$(id)\ntyped\n/usr\nhi\n", result.Output);
    }

    [Fact]
    public async Task Run_Environment_HoldsNothingOfTheAgents()
    {
        var names = (await ShellAsync("/usr/bin/env")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l[..l.IndexOf('=')]);

        Assert.Equal(["HOME", "KEEPER_COMMAND_MARK", "KEEPER_TASK_ID", "LANG", "PATH", "PWD"], names.Except(["OLDPWD", "SHLVL", "_"]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Run_MoreOutputThanTheLimit_SaysWhatWasCut()
    {
        var result = await RunAsync(new { file = "sh", args = (string[])["-c", "printf abcdefghij"], outputLimitBytes = 4 });

        Assert.Equal("exit code 0; standard output was cut: it had 10 bytes", result.Message);
        Assert.Equal("ab\n… 6 bytes cut, 4 of 10 kept …\nij", result.Output);
    }

    [Fact]
    public async Task Run_AHundredMegabytes_AreReadToTheEndAndNotKept()
    {
        var result = await ShellAsync("head -c 100000000 /dev/zero | tr '\\0' z; echo >&2 done");

        Assert.StartsWith("exit code 0; standard output was cut: it had 100000000 bytes", result.Message, StringComparison.Ordinal);
        Assert.InRange(result.Output.Length, 8_000, TaskResult.MaxOutputLength);
        Assert.EndsWith("--- standard error ---\ndone\n", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 3", 3, null, Outcome.Success, "exit code 3")]
    [InlineData("exit 0", 3, null, Outcome.TargetFailed, "exit code 0")]
    [InlineData("echo state: ok", 0, "^state: ok$", Outcome.Success, "exit code 0")]
    [InlineData("echo state: bad", 0, "^state: ok$", Outcome.TargetFailed, "expected: standard output matches /^state: ok$/; found: 'state: bad'")]
    public async Task Run_Expectations_AreHeldAgainstCodeAndOutput(string script, int code, string? output, Outcome outcome, string message)
    {
        var result = await RunAsync(new { file = "sh", args = (string[])["-c", script], expectExitCode = code, expectOutput = output });

        Assert.Equal((outcome, message), (result.Outcome, result.Message));
        Assert.Equal(script == "exit 3" ? 3 : 0, result.Values!["exitCode"]);
    }

    [Fact]
    public async Task Run_TimeIsUp_ShowsWhatItHadSaidUntilThen()
    {
        var pipe = _folder.Combine("alive");
        await ShellAsync($"mkfifo {pipe}");
        using var deadline = new CancellationTokenSource();
        var arguments = JsonSerializer.SerializeToElement(new { file = "sh", args = (string[])["-c", $"echo half; echo trouble >&2; echo up >{pipe}; sleep 1000"] });
        var executor = new CommandExecutorFactory([Shell]).Create(new ObjectReader(arguments, "arguments", new Faults()))!;
        var context = new InstructionContext("t1", 1, TimeProvider.System) { RunTimeout = TimeSpan.FromSeconds(30), TimeUp = deadline.Token };
        var run = executor.RunAsync(context, deadline.Token);
        Assert.Equal("up\n", await Task.Run(() => File.ReadAllTextAsync(pipe)).Within("the command's word"));

        await deadline.CancelAsync();

        var result = await run.Within("the command's end");
        Assert.Equal((Outcome.TimedOut, "it did not end within its run time-out of 30 s and was ended"), (result.Outcome, result.Message));
        Assert.Equal("half\n\n--- standard error ---\ntrouble\n", result.Output);
    }

    [Fact]
    public async Task Run_EndlessOutput_EndsWithItsTime()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ShellAsync("yes", stop.Token)).Within("the command's end");
    }

    [Theory]
    [InlineData("sleep 1000")]
    [InlineData("sleep 1000 & sleep 1000 & wait")]
    [InlineData("trap '' TERM INT HUP; sleep 1000 & wait")]
    [InlineData("setsid sleep 1000 & sleep 1000")]
    [InlineData("(setsid sh -c 'sleep 1000 & sleep 1000' &) ; sleep 1000")]
    [InlineData("(env -i sleep 1000 &) ; sleep 1000")]
    public async Task Run_Cancelled_LeavesNoProcessBehind(string script)
    {
        // The pipe has one end in every process of the tree; it ends when the last of them has.
        var pipe = _folder.Combine("alive");
        await ShellAsync($"mkfifo {pipe}");
        using var stop = new CancellationTokenSource();
        var run = ShellAsync($"exec 9>{pipe}; echo up >&9; {script}", stop.Token);
        await using var alive = await Task.Run(() => File.OpenRead(pipe)).Within("the command's start");
        using var reader = new StreamReader(alive);
        Assert.Equal("up", await reader.ReadLineAsync().Within("the command's word"));

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run).Within("the command's end");
        Assert.Equal("", await Task.Run(() => reader.ReadToEndAsync()).Within("the end of all its processes"));
    }

    [Fact]
    public async Task Run_EndsAndLeavesProcesses_EndsThemAndSaysSo()
    {
        var result = await ShellAsync("setsid sleep 1000 & sleep 1000 & echo done").Within("the command's end");

        Assert.Equal((Outcome.Success, "done\n"), (result.Outcome, result.Output));
        Assert.Equal("exit code 0; 2 processes that it left behind were ended", result.Message);
    }

    [RootFact]
    public async Task Run_AsAnotherUser_HasItsRightsAndNoWayBack()
    {
        var rule = Shell with { User = "nobody" };

        var result = await Probe.RunAsync(new CommandExecutorFactory([rule]), new { file = "sh", args = (string[])["-c", "id -un; grep -E '^(CapEff|NoNewPrivs)' /proc/self/status; cat /etc/shadow"], expectExitCode = 1 });

        Assert.Equal(
            (Outcome.Success, "nobody\nCapEff:\t0000000000000000\nNoNewPrivs:\t1\n\n--- standard error ---\ncat: /etc/shadow: Permission denied\n"),
            (result.Outcome, result.Output));
    }

    [RootFact]
    public async Task Run_AsAnotherUser_IsEndedWithItsTreeToo()
    {
        var result = await Probe.RunAsync(
            new CommandExecutorFactory([Shell with { User = "nobody" }]), new { file = "sh", args = (string[])["-c", "setsid sleep 1000 & sleep 1000 & echo done"] }).Within("the command's end");

        Assert.Equal("exit code 0; 2 processes that it left behind were ended", result.Message);
    }

    [Fact]
    public async Task Run_AsAUserWhomNobodyKnows_StartsNothing()
    {
        var file = _folder.Combine("touched");

        var result = await Probe.RunAsync(new CommandExecutorFactory([Shell with { User = "no-such-user" }]), new { file = "sh", args = (string[])["-c", $"touch {file}"] });

        Assert.Equal(
            (Outcome.ExecutorFailed, "rule 'shell' runs its program as user 'no-such-user', whom this host does not know"), (result.Outcome, result.Message));
        Assert.False(File.Exists(file));
    }

    [Theory]
    [InlineData("/no/such/program", "the program '/no/such/program' is not on this host")]
    [InlineData("/etc/passwd", "'/etc/passwd' is not a program: nobody may execute it")]
    public async Task Run_NoSuchProgram_SaysSo(string file, string message)
    {
        var result = await Probe.RunAsync(new CommandExecutorFactory([new CommandRule { Name = "r", File = file }]), new { file });

        Assert.Equal((Outcome.TargetFailed, message), (result.Outcome, result.Message));
    }

    [Fact]
    public async Task Run_NotAllowed_IsDeniedAndRunsNothing()
    {
        var rule = Shell with { Args = [new Regex("\\A-x\\z", RegexOptions.None, TimeSpan.FromSeconds(1))] };
        var file = _folder.Combine("touched");

        var result = await Probe.RunAsync(new CommandExecutorFactory([rule]), new { file = "/bin/sh", args = (string[])[$"touch {file}"] });

        Assert.Equal(Outcome.Denied, result.Outcome);
        Assert.StartsWith("denied: nothing allows it; rule 'shell' does not allow", result.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
    }

    private static Task<TaskResult> ShellAsync(string script, CancellationToken ct = default) =>
        RunAsync(new { file = "sh", args = (string[])["-c", script] }, ct);

    private static Task<TaskResult> RunAsync(object command, CancellationToken ct = default) =>
        Probe.RunAsync(new CommandExecutorFactory([Shell]), command, ct: ct);
}
