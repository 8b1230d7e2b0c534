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

    private readonly List<string> _lines = [];
    private readonly List<string> _summary = [];

    public async Task<TaskResult> RunAsync(InstructionContext context, CancellationToken ct)
    {
        var probe = new ProbeRun(context);
        // How full the root is says no more than the other figures do; any other path is the operator's own wish.
        foreach (var path in arguments.Disks.Where(d => d != "/"))
            probe.Limits.CheckPath(path);
        var limits = arguments.Thresholds;
        if (proc.Exists)
        {
            var rates = await MeasureAsync(context.Time, ct);
            var memory = ProcText.Memory(await proc.ReadAsync("meminfo", ct));
            Note(probe, "cpu", rates.CpuPercent, limits.CpuPercent, rates.CpuPercent is { } busy ? $"{busy:0.#} %" : "cannot be read: /proc/stat is not as expected");
            Note(probe, "memory", memory?.UsedPercent, limits.MemoryPercent, memory is null
                ? "cannot be read: /proc/meminfo is not as expected" : $"{memory.UsedPercent:0.#} % ({memory.Available / 1024} MiB left)");
            Say("load", ProcText.Load(await proc.ReadAsync("loadavg", ct)) ?? "cannot be read: /proc/loadavg is not as expected");
            _lines.AddRange(rates.Network.Select(n => $"network {n.Interface}: {n.Received:0} B/s in, {n.Sent:0} B/s out"));
            _lines.AddRange(rates.Top.Select(p => $"process {p.Id} {Excerpts.Of(p.Name)}: cpu {p.CpuPercent:0.#} %, memory {p.MemoryBytes / (1 << 20)} MiB"));
        }
        else
        {
            Note(probe, "cpu", null, limits.CpuPercent, NoProc);
            Note(probe, "memory", null, limits.MemoryPercent, NoProc);
            Say("load, network and processes", NoProc);
        }

        foreach (var path in arguments.Disks)
        {
            var disk = await DiskUse.FindAsync(path, readDisk, context.Time, ct);
            Note(probe, $"disk {path}", disk.UsedPercent, limits.DiskPercent, disk.Text);
        }

        return probe.Finish(string.Join(", ", _summary), string.Concat(_lines.Select(l => l + "\n")));
    }

    private async Task<HostRates> MeasureAsync(TimeProvider time, CancellationToken ct)
    {
        var before = await HostSnapshot.TakeAsync(proc, time, ct);
        await Task.Delay(Interval, time, ct);
        var after = await HostSnapshot.TakeAsync(proc, time, ct);
        return HostRates.Between(before, after, time.GetElapsedTime(before.At, after.At), Environment.SystemPageSize);
    }

    /// <summary>What cannot be read does not keep within a limit either: the assertion fails and says why.</summary>
    private void Note(ProbeRun probe, string what, double? percent, int? limit, string text)
    {
        Say(what, text);
        if (limit is { } most)
            probe.Check($"{what} is at most {most} %", percent <= most, text);
    }

    private void Say(string what, string text)
    {
        _summary.Add($"{what} {text}");
        _lines.Add($"{what}: {text}");
    }
}
