using Keeper.Protocol.Probes;

namespace Keeper.Protocol.Tests.Probes;

public sealed class CommandArgumentsTests
{
    [Fact]
    public void Read_OnlyTheFile_HasDefaults()
    {
        var command = Arguments.Read<CommandArguments>("command", """{"file":"uptime"}""");

        Assert.Equal(("uptime", null, null, 1_048_576), (command.File, command.Stdin, command.WorkingDirectory, command.OutputLimitBytes));
        Assert.Empty(command.Args);
        Assert.Empty(command.Environment);
    }

    [Fact]
    public void Read_Everything_IsTaken()
    {
        var command = Arguments.Read<CommandArguments>("command", """
            {"file":"/bin/cat","args":["-n","a b"],"stdin":"x\ny","environment":{"LANG":"C"},"workingDirectory":"/srv","outputLimitBytes":1,"expectExitCode":3,"expectOutput":"^ok"}
            """);

        Assert.Equal(("/bin/cat", "x\ny", "/srv", 1), (command.File, command.Stdin, command.WorkingDirectory, command.OutputLimitBytes));
        Assert.Equal(["-n", "a b"], command.Args);
        Assert.Equal("C", command.Environment["LANG"]);
        Assert.Equal((3, "^ok"), (command.ExpectExitCode, command.ExpectOutput!.ToString()));
    }

    [Fact]
    public void Read_ManyMistakes_NamesEach()
    {
        var faults = Arguments.FaultsOf("command", """
            {"file":"a\u0000b","args":["\u0000"],"environment":{"A=B":"1"},"workingDirectory":"srv","outputLimitBytes":0,"expectExitCode":-1,"expectOutput":"(","shell":true}
            """);

        Assert.Equal(
            [
                "arguments.args", "arguments.environment", "arguments.expectExitCode", "arguments.expectOutput", "arguments.file", "arguments.outputLimitBytes", "arguments.shell",
                "arguments.workingDirectory",
            ],
            faults.Keys.Order(StringComparer.Ordinal));
    }
}
