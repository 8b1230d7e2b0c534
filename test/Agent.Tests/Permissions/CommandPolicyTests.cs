using System.Text.Json;
using Keeper.Agent.Permissions;
using Keeper.Protocol.Probes;
using Keeper.Protocol.Validation;

namespace Keeper.Agent.Tests.Permissions;

public sealed class CommandPolicyTests
{
    private const string Systemctl =
        """{"name":"services","file":"/usr/bin/systemctl","args":["status|restart","[a-z-]+"],"environment":["LANG"],"workingDirectories":["/srv"]}""";

    [Fact]
    public void Find_NoRules_SaysThatNothingAllowsIt() =>
        Assert.Equal("denied: nothing allows it; this agent's configuration allows no commands", RefusalOf("""{"file":"/bin/true"}"""));

    [Theory]
    [InlineData("""{"file":"/usr/bin/systemctl","args":["status","nginx"]}""")]
    [InlineData("""{"file":"systemctl","args":["restart","my-app"],"environment":{"LANG":"C"},"workingDirectory":"/srv/app"}""")]
    [InlineData("""{"file":"systemctl","args":["restart","my-app"],"workingDirectory":"/srv"}""")]
    public void Find_WhatARuleAllows_IsThatRule(string command) => Assert.Equal("", RefusalOf(command, Systemctl));

    [Theory]
    [InlineData("""{"file":"/tmp/systemctl","args":["status","nginx"]}""", "names the program '/tmp/systemctl'")]
    [InlineData("""{"file":"/bin/sh","args":["-c","id"]}""", "names the program '/bin/sh'")]
    [InlineData("""{"file":"systemctl"}""", "rule 'services' wants 2 arguments, not 0")]
    [InlineData("""{"file":"systemctl","args":["stop","nginx"]}""", "rule 'services' does not allow 'stop' as argument 1")]
    [InlineData("""{"file":"systemctl","args":["status","nginx\n"]}""", "as argument 2")]
    [InlineData("""{"file":"systemctl","args":["xstatus","nginx"]}""", "does not allow 'xstatus'")]
    [InlineData("""{"file":"systemctl","args":["status","nginx"],"stdin":""}""", "allows no standard input")]
    [InlineData("""{"file":"systemctl","args":["status","nginx"],"environment":{"LD_PRELOAD":"/x.so"}}""", "environment variable 'LD_PRELOAD'")]
    [InlineData("""{"file":"systemctl","args":["status","nginx"],"workingDirectory":"/srv/../etc"}""", "the folder '/srv/../etc'")]
    [InlineData("""{"file":"systemctl","args":["status","nginx"],"workingDirectory":"/srv2"}""", "the folder '/srv2'")]
    public void Find_WhatNoRuleAllows_NamesTheRuleAndWhy(string command, string why)
    {
        var refusal = RefusalOf(command, Systemctl);

        Assert.StartsWith("denied: nothing allows it", refusal, StringComparison.Ordinal);
        Assert.Contains(why, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_SecondRuleOfTheProgram_AllowsWhatTheFirstDoesNot() =>
        Assert.Equal("", RefusalOf("""{"file":"systemctl","args":["daemon-reload"]}""", Systemctl, """{"name":"reload","file":"/usr/bin/systemctl","anyArgs":true}"""));

    private static string RefusalOf(string command, params string[] rules)
    {
        var faults = new Faults();
        var read = rules.Select(r => CommandRule.Read(new ObjectReader(JsonElement.Parse(r), "", faults))!).ToList();
        var arguments = CommandArguments.Read(new ObjectReader(JsonElement.Parse(command), "", faults));
        Assert.True(faults.None, faults.ToString());
        return new CommandPolicy(read).Find(arguments!).Refusal;
    }
}
