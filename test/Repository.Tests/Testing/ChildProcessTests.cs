using Keeper.Testing;

namespace Keeper.Repository.Tests.Testing;

public sealed class ChildProcessTests
{
    [Fact]
    public async Task WaitForLine_BothStreams_FindsItAndItsGroups()
    {
        await using var child = ChildProcess.Start("/bin/sh", ["-c", "echo quiet; echo answer=42 >&2"]);

        var match = await child.WaitForLineAsync(@"answer=(\d+)");

        Assert.Equal("42", match.Groups[1].Value);
    }

    [Fact]
    public async Task WaitForExit_ProgramEnds_GivesItsExitCodeAndAllOutput()
    {
        var result = await ChildProcess.RunAsync("/bin/sh", ["-c", "seq 1 1000; exit 3"]);

        Assert.Equal((3, 1000), (result.ExitCode, result.Output.Split('\n').Length));
    }

    [Fact]
    public async Task Kill_RunningProgram_EndsItAtOnce()
    {
        await using var child = ChildProcess.Start("/bin/sh", ["-c", "trap '' TERM; echo up; exec sleep 60"]);
        await child.WaitForLineAsync("up");

        await child.KillAsync();

        Assert.True(child.HasExited);
    }

    [Fact]
    public async Task Start_VariableGiven_ReachesTheProgram()
    {
        await using var child = ChildProcess.Start(
            "/bin/sh", ["-c", "echo got $COLOUR"], new Dictionary<string, string?>(StringComparer.Ordinal) { ["COLOUR"] = "red" });

        await child.WaitForLineAsync("^got red$");
    }
}
