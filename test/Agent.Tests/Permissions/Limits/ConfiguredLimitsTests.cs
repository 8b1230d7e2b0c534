using System.Net;
using System.Text.Json;
using Keeper.Agent.Permissions;
using Keeper.Agent.Permissions.Limits;
using Keeper.Protocol.Validation;

namespace Keeper.Agent.Tests.Permissions.Limits;

public sealed class ConfiguredLimitsTests
{
    private const string NoMetadata = """{"targets":[{"name":"no-metadata","deny":["169.254.169.254","10.0.0.0/8"]}]}""";
    private const string OnlyApp = """{"targets":[{"name":"web","allow":["10.1.0.0/16","fd00::/8"],"ports":["80","8000-8100",443]},{"name":"ping","allow":["10.2.0.0/16"]}]}""";

    [Theory]
    [InlineData(NoMetadata, "192.0.2.1", 80)]
    [InlineData(NoMetadata, "2001:db8::1", null)]
    [InlineData(OnlyApp, "10.1.2.3", 80)]
    [InlineData(OnlyApp, "10.1.2.3", 8100)]
    [InlineData(OnlyApp, "10.1.2.3", 443)]
    [InlineData(OnlyApp, "::ffff:10.1.2.3", 80)]
    [InlineData(OnlyApp, "fd12::1", 8000)]
    [InlineData(OnlyApp, "10.2.0.1", 1)]
    [InlineData(OnlyApp, "10.2.0.1", null)]
    [InlineData("{}", "127.0.0.1", 1)]
    public void CheckTarget_WhatTheRulesAllow_IsLetThrough(string limits, string address, int? port) =>
        Read(limits).CheckTarget(IPAddress.Parse(address), port);

    [Theory]
    [InlineData("169.254.169.254", 80)]
    [InlineData("169.254.169.254", null)]
    [InlineData("::ffff:169.254.169.254", 80)]
    [InlineData("64:ff9b::169.254.169.254", 80)]
    [InlineData("64:ff9b::a01:203", 443)]
    [InlineData("10.255.255.255", 80)]
    public void CheckTarget_ForbiddenInWhateverSpelling_NamesTheRule(string address, int? port) =>
        Assert.StartsWith("denied: this agent's rule 'no-metadata' forbids ", RefusalOf(NoMetadata, address, port), StringComparison.Ordinal);

    [Theory]
    [InlineData("10.1.2.3", 22, "10.1.2.3 port 22")]
    [InlineData("10.1.2.3", 8101, "10.1.2.3 port 8101")]
    [InlineData("10.1.2.3", null, "10.1.2.3")]
    [InlineData("10.3.0.1", 80, "10.3.0.1 port 80")]
    [InlineData("64:ff9b::10.1.2.3", 80, "64:ff9b::a01:203 port 80")]
    public void CheckTarget_AllowedByNone_NamesTheRulesThatThereAre(string address, int? port, string shown) =>
        Assert.Equal($"denied: no rule of this agent allows {shown}; its rules for targets are 'web', 'ping'", RefusalOf(OnlyApp, address, port));

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::ffff:0.0.0.0")]
    [InlineData("::")]
    [InlineData("127.8.8.8")]
    [InlineData("::1")]
    public void CheckTarget_LoopbackForbidden_IsNotGotRoundByTheUnspecifiedAddress(string address) =>
        Assert.Contains("'no-self'", RefusalOf("""{"targets":[{"name":"no-self","deny":["127.0.0.0/8","::1"]}]}""", address, 80), StringComparison.Ordinal);

    [Fact]
    public void CheckTarget_ForbiddenAndAllowed_IsForbiddenWhateverTheOrder()
    {
        const string limits = """{"targets":[{"name":"all","allow":["0.0.0.0/0","::/0"]},{"name":"not-ssh","deny":["0.0.0.0/0"],"ports":["22"]}]}""";

        Read(limits).CheckTarget(IPAddress.Parse("192.0.2.1"), 23);
        Assert.Contains("'not-ssh'", RefusalOf(limits, "192.0.2.1", 22), StringComparison.Ordinal);
    }

    [Fact]
    public void CheckTarget_NetworkOfIPv4InsideIPv6_IsOneOfIPv4() =>
        Assert.Contains("'mapped'", RefusalOf("""{"targets":[{"name":"mapped","deny":["::ffff:10.0.0.0/104"]}]}""", "10.9.9.9", 1), StringComparison.Ordinal);

    [Fact]
    public void AllowedOf_SomeAddressesForbidden_LeavesTheOthers()
    {
        IPAddress[] addresses = [IPAddress.Parse("10.0.0.1"), IPAddress.Parse("192.0.2.1"), IPAddress.Parse("169.254.169.254")];

        Assert.Equal([addresses[1]], Read(NoMetadata).AllowedOf(addresses, 80));
        Assert.Throws<DeniedException>(() => Read(NoMetadata).AllowedOf([addresses[0], addresses[2]], 80));
        Assert.Empty(Read(NoMetadata).AllowedOf([], 80));
    }

    [Fact]
    public void CheckKind_ByRules_ForbidsOrAllows()
    {
        var some = Read("""{"kinds":[{"name":"probes","allow":["http","port"]}]}""");
        var allBut = Read("""{"kinds":[{"name":"no-mail","deny":["message"]}]}""");

        some.CheckKind("http");
        allBut.CheckKind("http");
        Assert.Equal("denied: no rule of this agent allows the kind 'message'; its rules for kinds are 'probes'", Assert.Throws<DeniedException>(() => some.CheckKind("message")).Message);
        Assert.Equal("denied: this agent's rule 'no-mail' forbids the kind 'message'", Assert.Throws<DeniedException>(() => allBut.CheckKind("message")).Message);
    }

    [Fact]
    public void Read_ManyMistakes_NamesEachByItsPath()
    {
        var faults = FaultsOf("""
            {"kinds":[{"name":"a","allow":["Http"]},{"allow":["http"],"deny":["port"]},{"name":"c"}],
             "targets":[{"name":"a","allow":["10.0.0.1/8","10.1",1]},{"name":"a","deny":["10.0.0.0/8"],"ports":["0","9-8","x",70000]},{"name":"d","deny":[]}],
             "folders":[{"name":"a","allow":["logs"],"ports":["1"]}],"hosts":[]}
            """);

        Assert.Equal(
            [
                "folders[0].allow[0]", "folders[0].ports", "hosts", "kinds[0].allow[0]", "kinds[1].deny", "kinds[1].name", "kinds[2].allow",
                "targets[0].allow[0]", "targets[0].allow[1]", "targets[0].allow[2]", "targets[1].ports[0]",
                "targets[1].ports[1]", "targets[1].ports[2]", "targets[1].ports[3]", "targets[2].deny",
            ],
            faults.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Read_TwoRulesOfOneName_IsAFault() => Assert.Contains(
        "'a' names 2 rules", Assert.Single(FaultsOf("""{"kinds":[{"name":"a","deny":["x"]},{"name":"a","deny":["y"]}]}""")["kinds"]), StringComparison.Ordinal);

    private static ConfiguredLimits Read(string json)
    {
        var faults = new Faults();
        var limits = ConfiguredLimits.Read(new ObjectReader(JsonElement.Parse(json), "", faults));
        Assert.True(faults.None, faults.ToString());
        return limits;
    }

    private static IReadOnlyDictionary<string, string[]> FaultsOf(string json)
    {
        var faults = new Faults();
        ConfiguredLimits.Read(new ObjectReader(JsonElement.Parse(json), "", faults));
        return faults.ByField();
    }

    private static string RefusalOf(string limits, string address, int? port) =>
        Assert.Throws<DeniedException>(() => Read(limits).CheckTarget(IPAddress.Parse(address), port)).Message;
}
