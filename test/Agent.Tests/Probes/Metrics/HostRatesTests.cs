using Keeper.Agent.Probes.Metrics;

namespace Keeper.Agent.Tests.Probes.Metrics;

public sealed class HostRatesTests
{
    [Fact]
    public void Between_TwoLooks_MakesRates()
    {
        var before = new HostSnapshot(0, new(100, 1000), [new("eth0", 1000, 50)], [new(1, 5, "idle", 10, 1), new(2, 6, "busy", 10, 2)]);
        var after = new HostSnapshot(0, new(150, 1200), [new("eth0", 3000, 40)], [new(1, 5, "idle", 10, 1), new(2, 6, "busy", 50, 3)]);

        var rates = HostRates.Between(before, after, TimeSpan.FromSeconds(2), 4096);

        Assert.Equal(25, rates.CpuPercent);
        Assert.Equal([new TrafficRate("eth0", 1000, 0)], rates.Network);
        Assert.Equal([new ProcessRate(2, "busy", 20, 3 * 4096), new ProcessRate(1, "idle", 0, 4096)], rates.Top);
    }

    [Fact]
    public void Between_NumberGivenToAnotherProcess_IsNotComparedWithTheFirst()
    {
        var before = new HostSnapshot(0, new(0, 0), [], [new(7, 5, "old", 900, 1)]);
        var after = new HostSnapshot(0, new(10, 100), [], [new(7, 6, "new", 1, 1)]);

        Assert.Empty(HostRates.Between(before, after, TimeSpan.FromSeconds(1), 4096).Top);
    }

    [Fact]
    public void Between_ManyProcesses_ShowsTheFirstFew()
    {
        var processes = Enumerable.Range(1, 100).Select(i => new ProcessUse(i, 1, "p", 0, i)).ToList();
        var look = new HostSnapshot(0, new(1, 2), [], processes);

        var top = HostRates.Between(look, look, TimeSpan.FromSeconds(1), 1).Top;

        Assert.Equal([100, 99, 98, 97, 96], top.Select(p => p.Id));
    }

    [Fact]
    public void Between_NoTicksOrNoTime_SaysNothingInsteadOfZero()
    {
        var look = new HostSnapshot(0, new(1, 2), [new("eth0", 1, 1)], []);

        var rates = HostRates.Between(look, look, TimeSpan.Zero, 1);

        Assert.Equal((null, 0), (rates.CpuPercent, rates.Network.Count));
    }
}
