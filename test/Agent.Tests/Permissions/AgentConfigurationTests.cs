using System.Net;
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
             {"name":"y","file":"/a"},{"name":"y","file":"/b","workingDirectories":["srv"],"user":"-u root"}],"comands":[]}
            """);

        Assert.Null(configuration);
        Assert.Equal(
            [
                "config.comands", "config.commands[0].args[0]", "config.commands[0].file", "config.commands[0].name",
                "config.commands[0].shell", "config.commands[1].anyArgs", "config.commands[3].user",
                "config.commands[3].workingDirectories",
            ],
            faults.ByField().Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Load_TwoRulesOfOneName_IsAFault() =>
        Assert.Contains("'y' names 2 rules", Load("""{"commands":[{"name":"y","file":"/a"},{"name":"y","file":"/b"}]}""").Faults.ToString(), StringComparison.Ordinal);

    [Fact]
    public void Load_Secrets_SayWhereTheyAreAndWhatTheyAreFor()
    {
        var (configuration, faults) = Load("""
            {"secrets":{"db":{"file":"/etc/db","kinds":["http"],"targets":["10.0.0.0/24"],"ports":["5432"]},"api":{"environment":"API_KEY"}}}
            """);

        Assert.True(faults.None, faults.ToString());
        Assert.Equal([("db", "/etc/db", null), ("api", null, "API_KEY")], configuration!.Secrets.Select(s => (s.Name, s.File, s.Environment)));
        Assert.Equal(["http"], configuration.Secrets[0].Kinds!);
        Assert.Null(configuration.Secrets[1].Kinds);
        Assert.Throws<DeniedException>(() => configuration.Secrets[0].Targets!.CheckTarget(IPAddress.Loopback, 5432));
    }

    [Fact]
    public void Load_ManyMistakesInLimitsAndSecrets_NamesEachByItsPath()
    {
        var faults = Load("""
            {"limits":{"targets":[{"name":"a"}],"files":[]},
             "secrets":{"A b":{"file":"/a"},"b":{},"c":{"file":"/a","environment":"B"},"d":{"file":"a","kinds":["X"]},"e":{"environment":"A=B"},
              "f":{"file":"/a","targets":["10.0.0.0/24"]},"g":{"file":"/a","targets":["x"],"kinds":["command","mine"]},"h":{"file":"/a","ports":["1"]},"i":1,
              "j":{"value":"in the open"}}}
            """).Faults.ByField();

        Assert.Equal(
            [
                "config.limits.files", "config.limits.targets[0].allow", "config.secrets.A b", "config.secrets.b.file", "config.secrets.c.environment",
                "config.secrets.d.file", "config.secrets.d.kinds", "config.secrets.e.environment", "config.secrets.f.kinds", "config.secrets.g.kinds",
                "config.secrets.g.targets[0]", "config.secrets.h.ports", "config.secrets.i", "config.secrets.j.file", "config.secrets.j.value",
            ],
            faults.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(2, faults["config.secrets.g.kinds"].Length);
        Assert.DoesNotContain("in the open", string.Concat(faults.Values.SelectMany(m => m)), StringComparison.Ordinal);
    }

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

    [Fact]
    public void Load_ExampleOfTheDocumentation_IsTaken()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Keeper.Orleans.sln")))
            root = root.Parent!;
        var page = File.ReadAllText(Path.Combine(root.FullName, "docs", "components", "agent.md"));

        var (configuration, faults) = Load(page.Split("```json")[1].Split("```")[0]);

        Assert.True(faults.None, faults.ToString());
        Assert.Equal((2, 2), (configuration!.Commands.Count, configuration.Secrets.Count));
        configuration.Limits.CheckTarget(IPAddress.Parse("10.20.3.4"), 5432);
        Assert.Throws<DeniedException>(() => configuration.Limits.CheckTarget(IPAddress.Parse("169.254.169.254"), 80));
    }

    private (AgentConfiguration? Configuration, Faults Faults) Load(string text)
    {
        var path = _folder.Combine("agent.json");
        File.WriteAllText(path, text);
        var faults = new Faults();
        return (AgentConfiguration.Load(path, faults), faults);
    }
}
