using Keeper.Protocol.Probes;

namespace Keeper.Protocol.Tests.Probes;

public sealed class IcmpArgumentsTests
{
    [Fact]
    public void Read_OnlyTheHost_HasDefaults()
    {
        var icmp = Arguments.Read<IcmpArguments>("icmp", """{"host":"fd00::5"}""");

        Assert.Equal(("fd00::5", 4, 2000, null, null), (icmp.Host, icmp.Count, icmp.TimeoutMs, icmp.MaxLossPercent, icmp.MaxLatencyMs));
    }

    [Fact]
    public void Read_ManyMistakes_NamesEachWithValueAndLimit()
    {
        var faults = Arguments.FaultsOf("icmp", """{"host":"","count":21,"timeoutMs":0,"maxLossPercent":101,"maxLatencyMs":0,"size":1}""");

        Assert.Equal(
            ["arguments.count", "arguments.host", "arguments.maxLatencyMs", "arguments.maxLossPercent", "arguments.size", "arguments.timeoutMs"],
            faults.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("is 21; allowed are 1 to 20", Assert.Single(faults["arguments.count"]));
    }
}
