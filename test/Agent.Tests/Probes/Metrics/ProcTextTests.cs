using Keeper.Agent.Probes.Metrics;

namespace Keeper.Agent.Tests.Probes.Metrics;

/// <summary>On texts as kernels write them.</summary>
public sealed class ProcTextTests
{
    private const string Stat = """
        cpu  1688363 4888 235688 1397175 5644 10 12403 484 700 0
        cpu0 421854 1134 55576 354432 590 0 2915 123 0 0
        intr 121221 0 9
        """;

    private const string MemInfo = """
        MemTotal:       16265600 kB
        MemFree:         1043340 kB
        MemAvailable:    8132800 kB
        """;

    private const string NetDev = """
        Inter-|   Receive                                                |  Transmit
         face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
            lo: 6774891275 18105496    0 2169    0     0          0         0 6774891275 18105496    0    0    0     0       0          0
          eth0:  123456      90    0    0    0     0          0         0      789      12    0    0    0     0       0          0
        """;

    [Fact]
    public void Cpu_RecordedText_LeavesIdleWaitingAndGuestsOut()
    {
        var total = 1688363 + 4888 + 235688 + 1397175 + 5644 + 10 + 12403 + 484;

        Assert.Equal(new CpuTimes(total - 1397175 - 5644, total), ProcText.Cpu(Stat));
    }

    [Fact]
    public void Memory_RecordedText_CountsWhatIsAvailable()
    {
        var memory = ProcText.Memory(MemInfo);

        Assert.Equal(new MemoryUse(16265600, 8132800), memory);
        Assert.Equal(50, memory!.UsedPercent);
    }

    [Fact]
    public void Load_RecordedText_IsTheThreeAverages() => Assert.Equal(new LoadAverages(23.09, 28.97, 27.02), ProcText.Load("23.09 28.97 27.02 29/583 18259\n"));

    [Fact]
    public void Network_RecordedText_LeavesTheLoopbackOut() => Assert.Equal([new Traffic("eth0", 123456, 789)], ProcText.Network(NetDev));

    [Theory]
    [InlineData("42 (sh) S 1 42 42 0 -1 4194304 100 0 0 0 7 5 0 0 20 0 1 0 9000 2000 300 18446744073709551615", "sh")]
    [InlineData("42 (a) b (c) S 1 42 42 0 -1 4194304 100 0 0 0 7 5 0 0 20 0 1 0 9000 2000 300 1", "a) b (c")]
    public void Process_RecordedText_TakesAnyName(string text, string name) =>
        Assert.Equal(new ProcessUse(42, 9000, name, 12, 300), ProcText.Process(text));

    [Theory]
    [InlineData("")]
    [InlineData("cpu  1 2 x 4 5")]
    [InlineData("cpu  1 2")]
    [InlineData("MemTotal: 0 kB\nMemAvailable: 0 kB")]
    [InlineData("MemTotal: 5 kB\nMemAvailable: 9 kB")]
    [InlineData("eth0: 1 2 3")]
    [InlineData("eth0: a 0 0 0 0 0 0 0 b")]
    [InlineData("42 (sh S 1")]
    [InlineData("42 )sh( S 1")]
    [InlineData("\u0000\uFFFF: (:) :")]
    public void All_Garbage_IsNothing(string text)
    {
        Assert.Null(ProcText.Cpu(text));
        Assert.Null(ProcText.Memory(text));
        Assert.Null(ProcText.Load(text));
        Assert.Empty(ProcText.Network(text));
        Assert.Null(ProcText.Process(text));
    }
}
