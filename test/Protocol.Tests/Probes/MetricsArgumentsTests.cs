using Keeper.Protocol.Probes;

namespace Keeper.Protocol.Tests.Probes;

public sealed class MetricsArgumentsTests
{
    [Fact]
    public void Read_Nothing_LooksAtTheRootWithoutLimits()
    {
        var metrics = Arguments.Read<MetricsArguments>("metrics", "{}");

        Assert.Equal(["/"], metrics.Disks);
        Assert.Equal(new MetricsThresholds(null, null, null), metrics.Thresholds);
    }

    [Fact]
    public void Read_Everything_IsTaken()
    {
        var metrics = Arguments.Read<MetricsArguments>(
            "metrics", """{"disks":["/data","C:\\"],"thresholds":{"cpuPercent":90,"memoryPercent":80,"diskPercent":1}}""");

        Assert.Equal(["/data", "C:\\"], metrics.Disks);
        Assert.Equal(new MetricsThresholds(90, 80, 1), metrics.Thresholds);
    }

    [Fact]
    public void Read_ManyMistakes_NamesEachByItsPath()
    {
        var faults = Arguments.FaultsOf("metrics", """{"disks":["data",7],"thresholds":{"cpuPercent":0,"memoryPercent":101,"loadPercent":5},"disk":"/"}""");

        Assert.Equal(
            [
                "arguments.disk", "arguments.disks", "arguments.disks[1]", "arguments.thresholds.cpuPercent",
                "arguments.thresholds.loadPercent", "arguments.thresholds.memoryPercent",
            ],
            faults.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("'data' is not an absolute path", Assert.Single(faults["arguments.disks"]));
    }
}
