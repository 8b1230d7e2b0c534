using System.Collections;
using Keeper.AgentHost;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Host;

public sealed class CommandLineTests
{
    [Fact]
    public void Parse_EveryOption_ArrivesInTheOptions()
    {
        var line = Parse(
            "--gateway", "http://a:1", "--gateway", "http://b:2", "--gateway3=http://c:3", "--token", "kt.v.i.r", "--name", "n1", "--data", "/d",
            "--label", "zone=b", "--label=team=x=y", "--capacity", "7", "--ca-file", "ca.pem", "--shutdown-grace", "3",
            "--plugins", "/p");

        Assert.True(line.Faults.None, line.Faults.ToString());
        Assert.Equal(["http://a:1", "http://b:2", "http://c:3"], line.Options.Gateways);
        Assert.Equal(("kt.v.i.r", "n1", "/d", 7, "ca.pem", 3), (line.Options.Token, line.Options.Name, line.Options.DataFolder, line.Options.Capacity, line.Options.CaFile, line.Options.ShutdownGrace.TotalSeconds));
        Assert.Equal(new Dictionary<string, string> { ["zone"] = "b", ["team"] = "x=y" }, line.Options.Labels);
        Assert.Equal("/p", line.Options.PluginFolder);
    }

    [Fact]
    public void Parse_Nothing_HasDefaultsThatAreValid()
    {
        var line = Parse();

        Assert.True(line.Options.Validate().None, line.Options.Validate().ToString());
        Assert.Equal(("http://127.0.0.1:7400", "agent-data", 100), (Assert.Single(line.Options.Gateways), line.Options.DataFolder, line.Options.Capacity));
    }

    [Fact]
    public void Parse_Environment_FillsInWhatArgumentsLeaveOut()
    {
        var environment = new Hashtable { ["KEEPER_AGENT_GATEWAY"] = "http://a:1, http://b:2", ["KEEPER_AGENT_NAME"] = "env", ["KEEPER_AGENT_SHUTDOWN_GRACE"] = "4" };

        var line = CommandLine.Parse(["--name", "arg"], environment);

        Assert.Equal(["http://a:1", "http://b:2"], line.Options.Gateways);
        Assert.Equal(("arg", 4), (line.Options.Name, line.Options.ShutdownGrace.TotalSeconds));
    }

    [Fact]
    public void Parse_SeveralMistakes_NamesThemAll()
    {
        var faults = Parse("--nmae", "x", "--capacity", "many", "--name", "a", "--name", "b", "--label", "zone", "--token").Faults.ToString();

        Assert.Contains("'--nmae' is not known here", faults, StringComparison.Ordinal);
        Assert.Contains("capacity: 'many' is not a whole number", faults, StringComparison.Ordinal);
        Assert.Contains("name: is given 2 times", faults, StringComparison.Ordinal);
        Assert.Contains("label: 'zone' is not key=value", faults, StringComparison.Ordinal);
        Assert.Contains("token: needs a value", faults, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_SeveralMistakes_NamesThemAll()
    {
        var faults = Parse("--gateway", "ftp://x", "--name", "Bad Name", "--capacity", "0", "--shutdown-grace", "301", "--ca-file", "/no/such/file", "--plugins", "/no/such/folder")
            .Options.Validate().ByField();

        Assert.Equal(["caFile", "capacity", "gateway", "name", "plugins", "shutdownGraceSeconds"], faults.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("is 0; allowed are 1 to 10000", Assert.Single(faults["capacity"]));
    }

    [Fact]
    public void Parse_ConfigurationFileWithMistakes_NamesThemWithTheOtherOptions()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.Combine("agent.json"), """{"commands":[{"name":"up","file":"uptime"}]}""");

        var faults = Parse("--config", folder.Combine("agent.json"), "--name", "Bad Name", "--capacity", "many").WithInvalidOptions().ByField();

        Assert.Equal(["capacity", "config.commands[0].file", "name"], faults.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Parse_ConfigurationFile_BringsItsCommands()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.Combine("agent.json"), """{"commands":[{"name":"up","file":"/usr/bin/uptime"}]}""");

        Assert.Equal("up", Assert.Single(Parse("--config", folder.Combine("agent.json")).Options.Commands).Name);
    }

    [Theory]
    [InlineData("Web-01.Example.COM", "web-01-example-com")]
    [InlineData("__", "agent")]
    [InlineData("-x-", "x")]
    public void DefaultName_AnyHostName_IsAValidName(string host, string name) =>
        Assert.Equal(name, CommandLine.DefaultName(host));

    private static CommandLine Parse(params string[] args) => CommandLine.Parse(args, new Hashtable());
}
