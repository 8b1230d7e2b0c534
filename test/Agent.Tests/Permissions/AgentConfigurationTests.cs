using Keeper.Agent.Permissions;
using Keeper.Protocol.Validation;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Permissions;

public sealed class AgentConfigurationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_RulesWithComments_AreRead()
    {
        var (configuration, faults) = Load("""
            {
              // what operators need at night
              "commands": [{"name": "up", "file": "/usr/bin/uptime"}, {"name": "disk", "file": "/bin/df", "args": ["-h"]},],
            }
            """);

        Assert.True(faults.None, faults.ToString());
        Assert.Equal(["up", "disk"], configuration!.Commands.Select(c => c.Name));
    }

    [Fact]
    public void Load_ManyMistakes_NamesEachByItsPath()
    {
        var (configuration, faults) = Load("""
            {"commands":[{"name":"A b","file":"uptime","args":["("],"shell":1},{"name":"x","file":"/a","args":["b"],"anyArgs":true},
             {"name":"y","file":"/a"},{"name":"y","file":"/b","workingDirectories":["srv"]}],"comands":[]}
            """);

        Assert.Null(configuration);
        Assert.Equal(
            [
                "config.comands", "config.commands[0].args[0]", "config.commands[0].file", "config.commands[0].name",
                "config.commands[0].shell", "config.commands[1].anyArgs", "config.commands[3].workingDirectories",
            ],
            faults.ByField().Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Load_TwoRulesOfOneName_IsAFault() =>
        Assert.Contains("'y' names 2 rules", Load("""{"commands":[{"name":"y","file":"/a"},{"name":"y","file":"/b"}]}""").Faults.ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("{", "is not JSON")]
    [InlineData("[]", "must be an object")]
    [InlineData("""{"commands":[],"commands":[]}""", "is not JSON")]
    public void Load_NoObject_SaysSo(string text, string message) =>
        Assert.Contains(message, Load(text).Faults.ToString(), StringComparison.Ordinal);

    [Fact]
    public void Load_NoFile_SaysSo()
    {
        var faults = new Faults();

        Assert.Null(AgentConfiguration.Load(_folder.Combine("none.json"), faults));
        Assert.Contains("cannot be read", faults.ToString(), StringComparison.Ordinal);
    }

    private (AgentConfiguration? Configuration, Faults Faults) Load(string text)
    {
        var path = _folder.Combine("agent.json");
        File.WriteAllText(path, text);
        var faults = new Faults();
        return (AgentConfiguration.Load(path, faults), faults);
    }
}
