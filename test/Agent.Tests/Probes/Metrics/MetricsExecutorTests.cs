using Keeper.Agent.Probes.Metrics;
using Keeper.Protocol.Tasks;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Probes.Metrics;

public sealed class MetricsExecutorTests : IDisposable
{
    private readonly TemporaryFolder _proc = new();

    [Fact]
    public async Task Run_RecordedProc_ShowsRatesBetweenTwoLooks()
    {
        WriteProc(cpu: "100 0 0 900 0", process: 10);
        var time = new ManualTimeProvider();
        var run = Probe.RunAsync(Factory(), new { }, time);
        await time.WhenTimerArmedAsync(MetricsExecutor.Interval).Within("the pause between the looks");
        WriteProc(cpu: "150 0 0 1050 0", process: 50);
        time.Advance(MetricsExecutor.Interval);

        var result = await run.Within("the probe");

        Assert.Equal(
            (Outcome.Success, "cpu 25 %, memory 75 % (1 MiB left), load 0.10 0.20 0.30, disk / 40 % (3 MiB left)"), (result.Outcome, result.Message));
        Assert.Contains("network eth0: 0 B/s in, 0 B/s out\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("process 42 'sh': cpu 20 %", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_RecordedProc_GivesEveryFigureAName()
    {
        WriteProc(cpu: "100 0 0 900 0", process: 10);
        var time = new ManualTimeProvider();
        var run = Probe.RunAsync(Factory(), new { disks = new[] { "/data" } }, time);
        await time.WhenTimerArmedAsync(MetricsExecutor.Interval).Within("the pause between the looks");
        WriteProc(cpu: "150 0 0 1050 0", process: 50, received: 1005);
        time.Advance(MetricsExecutor.Interval);

        var result = await run.Within("the probe");

        Assert.Equal(
            new Dictionary<string, double>
            {
                ["cpuPercent"] = 25,
                ["memoryPercent"] = 75,
                ["memoryAvailableBytes"] = 1 << 20,
                ["load1"] = 0.1,
                ["load5"] = 0.2,
                ["load15"] = 0.3,
                ["network.eth0.receivedBytesPerSecond"] = 1000,
                ["network.eth0.sentBytesPerSecond"] = 0,
                ["process.sh.cpuPercent"] = 20,
                ["process.sh.memoryBytes"] = 300 * Environment.SystemPageSize,
                ["diskPercent./data"] = 40,
                ["diskFreeBytes./data"] = 3 << 20,
            },
            result.Values);
    }

    [Fact]
    public async Task Run_BeyondThresholds_SaysWhichWithTheirValues()
    {
        WriteProc(cpu: "100 0 0 900 0", process: 10);
        var arguments = new { disks = new[] { "/", "/data" }, thresholds = new { memoryPercent = 75, diskPercent = 39 } };

        var result = await RunToTheEndAsync(Factory(), arguments);

        Assert.Equal(
            "expected: disk / is at most 39 %; found: 40 % (3 MiB left); expected: disk /data is at most 39 %; found: 40 % (3 MiB left)", result.Message);
        Assert.Equal(new Assertion("memory is at most 75 %", true, "75 % (1 MiB left)"), result.Assertions[0]);
    }

    [Fact]
    public async Task Run_SystemWithoutProc_SaysWhatCannotBeReadAndFailsItsThreshold()
    {
        var result = await Probe.RunAsync(
            new MetricsExecutorFactory(Path.Combine(_proc.Path, "none"), Disk), new { thresholds = new { cpuPercent = 90 } }).Within("the probe");

        Assert.StartsWith("expected: cpu is at most 90 %; found: cannot be read: there is no /proc on ", result.Message, StringComparison.Ordinal);
        Assert.Contains("load, network and processes: cannot be read: there is no /proc on ", result.Output, StringComparison.Ordinal);
        Assert.Contains("disk /: 40 % (3 MiB left)\n", result.Output, StringComparison.Ordinal);
        Assert.Equal(["diskFreeBytes./", "diskPercent./"], result.Values!.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Run_GarbageInProc_SaysWhatIsNotAsExpected()
    {
        foreach (var name in new[] { "stat", "meminfo", "loadavg" })
            File.WriteAllText(Path.Combine(_proc.Path, name), "?");

        var result = await RunToTheEndAsync(Factory(), new { });

        Assert.Equal(
            "cpu cannot be read: /proc/stat is not as expected, memory cannot be read: /proc/meminfo is not as expected, "
            + "load cannot be read: /proc/loadavg is not as expected, disk / 40 % (3 MiB left)",
            result.Message);
    }

    [Fact]
    public async Task Read_EndlessFile_EndsAtTheBound() =>
        Assert.InRange((await new ProcFiles("/dev").ReadAsync("zero", Deadline.Token())).Length, ProcFiles.MaxBytes, ProcFiles.MaxBytes + 4096);

    [Fact]
    public async Task Run_DiskThatDoesNotAnswer_IsGivenUp()
    {
        using var answer = new ManualResetEventSlim();
        var asked = new Signal();
        var time = new ManualTimeProvider();
        var factory = new MetricsExecutorFactory(Path.Combine(_proc.Path, "none"), path =>
        {
            asked.Raise();
            answer.Wait(Deadline.Default);
            return Disk(path);
        });
        var run = Probe.RunAsync(factory, new { thresholds = new { diskPercent = 90 } }, time);
        await asked.WaitAsync("the question");
        await time.AdvanceUntilAsync(run).Within("the probe");
        answer.Set();

        Assert.Equal("expected: disk / is at most 90 %; found: cannot be read: the disk does not answer within 5 s", (await run).Message);
    }

    [Fact]
    public async Task Run_NoSuchFolder_SaysSo()
    {
        var result = await Probe.RunAsync(
            new MetricsExecutorFactory(Path.Combine(_proc.Path, "none")), new { disks = new[] { "/no/such/folder", _proc.Path }, thresholds = new { diskPercent = 100 } }).Within("the probe");

        Assert.Equal("expected: disk /no/such/folder is at most 100 %; found: cannot be read: there is no such folder", result.Message);
    }

    [Fact]
    public async Task Run_DiskThatIsNotThereWithoutALimit_FailsAllTheSame()
    {
        var result = await Probe.RunAsync(
            new MetricsExecutorFactory(Path.Combine(_proc.Path, "none")), new { disks = new[] { "/no/such/folder", _proc.Path } }).Within("the probe");

        Assert.Equal("expected: disk /no/such/folder can be read; found: cannot be read: there is no such folder", result.Message);
    }

    [Fact]
    public async Task Run_ThisHost_ReadsEverything()
    {
        var result = await RunToTheEndAsync(new MetricsExecutorFactory(), new { });

        Assert.Equal(Outcome.Success, result.Outcome);
        Assert.Matches(@"^cpu .*, memory [\d.]+ % \(\d+ MiB left\), load [\d.]+ [\d.]+ [\d.]+, disk / [\d.]+ % \(\d+ MiB left\)$", result.Message);
    }

    [Fact]
    public async Task Run_CancelledBetweenTheLooks_Throws()
    {
        var time = new ManualTimeProvider();
        using var cancel = new CancellationTokenSource();
        var run = Probe.RunAsync(Factory(), new { }, time, cancel.Token);
        await time.WhenTimerArmedAsync(MetricsExecutor.Interval).Within("the pause between the looks");
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.Within("the probe"));
    }

    public void Dispose() => _proc.Dispose();

    private static DiskUse Disk(string path) => DiskUse.Of(path, 2 << 20, 3 << 20);

    private static async Task<TaskResult> RunToTheEndAsync(MetricsExecutorFactory factory, object arguments)
    {
        var time = new ManualTimeProvider();
        var run = Probe.RunAsync(factory, arguments, time);
        await time.WhenTimerArmedAsync(MetricsExecutor.Interval).Within("the pause between the looks");
        time.Advance(MetricsExecutor.Interval);
        return await run.Within("the probe");
    }

    private MetricsExecutorFactory Factory() => new(_proc.Path, Disk);

    private void WriteProc(string cpu, int process, int received = 5)
    {
        Directory.CreateDirectory(Path.Combine(_proc.Path, "42"));
        Directory.CreateDirectory(Path.Combine(_proc.Path, "net"));
        File.WriteAllText(Path.Combine(_proc.Path, "stat"), $"cpu  {cpu}\n");
        File.WriteAllText(Path.Combine(_proc.Path, "meminfo"), "MemTotal: 4096 kB\nMemAvailable: 1024 kB\n");
        File.WriteAllText(Path.Combine(_proc.Path, "loadavg"), "0.10 0.20 0.30 1/2 3\n");
        File.WriteAllText(Path.Combine(_proc.Path, "net/dev"), $"  eth0: {received} 0 0 0 0 0 0 0 6 0 0 0 0 0 0 0\n");
        File.WriteAllText(Path.Combine(_proc.Path, "42/stat"), $"42 (sh) S 1 42 42 0 -1 0 0 0 0 0 {process} 0 0 0 20 0 1 0 9 0 300 0\n");
    }
}
