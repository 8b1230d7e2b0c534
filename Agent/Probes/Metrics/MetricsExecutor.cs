using System.Runtime.InteropServices;
using Keeper.Agent.Execution;
using Keeper.Protocol.Probes;
using Keeper.Protocol.Tasks;

namespace Keeper.Agent.Probes.Metrics;

/// <summary>What the agent's own host uses: processors, memory, disks, load, network, and who uses most of it.</summary>
internal sealed class MetricsExecutor(MetricsArguments arguments, ProcFiles proc, Func<string, DiskUse> readDisk) : IExecutor
{
    /// <summary>Between the two looks that make a rate.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private static readonly string NoProc = $"cannot be read: there is no /proc on {RuntimeInformation.OSDescription}";

    public async Task<TaskResult> RunAsync(InstructionContext context, CancellationToken ct)
    {
        var probe = new ProbeRun(context);
        var report = new HostReport(probe);
        // How full the root is says no more than the other figures do; any other path is the operator's own wish.
        foreach (var path in arguments.Disks.Where(d => d != "/"))
            probe.Limits.CheckPath(path);
        if (proc.Exists)
            await ReadAsync(probe, report, ct);
        else
            SayUnreadable(report);
        foreach (var path in arguments.Disks)
            report.Disk(await DiskUse.FindAsync(path, readDisk, context.Time, ct), arguments.Thresholds.DiskPercent);
        return probe.Finish(report.Summary, report.Lines);
    }

    private async Task ReadAsync(ProbeRun probe, HostReport report, CancellationToken ct)
    {
        var rates = await MeasureAsync(probe.Time, ct);
        var memory = ProcText.Memory(await proc.ReadAsync("meminfo", ct));
        report.Share("cpu", "cpuPercent", rates.CpuPercent, arguments.Thresholds.CpuPercent, rates.CpuPercent is { } busy
            ? $"{busy:0.#} %" : "cannot be read: /proc/stat is not as expected");
        report.Share("memory", "memoryPercent", memory?.UsedPercent, arguments.Thresholds.MemoryPercent, memory is null
            ? "cannot be read: /proc/meminfo is not as expected" : $"{memory.UsedPercent:0.#} % ({memory.Available / 1024} MiB left)");
        if (memory is not null)
            probe.Value("memoryAvailableBytes", memory.Available * 1024);
        report.Load(ProcText.Load(await proc.ReadAsync("loadavg", ct)));
        report.Network(rates.Network);
        report.Processes(rates.Top);
    }

    /// <summary>Windows and macOS: disks can still be told.</summary>
    private void SayUnreadable(HostReport report)
    {
        report.Share("cpu", "cpuPercent", null, arguments.Thresholds.CpuPercent, NoProc);
        report.Share("memory", "memoryPercent", null, arguments.Thresholds.MemoryPercent, NoProc);
        report.Say("load, network and processes", NoProc);
    }

    private async Task<HostRates> MeasureAsync(TimeProvider time, CancellationToken ct)
    {
        var before = await HostSnapshot.TakeAsync(proc, time, ct);
        await Task.Delay(Interval, time, ct);
        var after = await HostSnapshot.TakeAsync(proc, time, ct);
        return HostRates.Between(before, after, time.GetElapsedTime(before.At, after.At), Environment.SystemPageSize);
    }
}
