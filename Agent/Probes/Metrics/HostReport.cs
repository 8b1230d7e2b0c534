namespace Keeper.Agent.Probes.Metrics;

/// <summary>Gathers what was found on a host: a summary, a line for each thing, figures, and whether limits are kept.</summary>
internal sealed class HostReport(ProbeRun probe)
{
    private readonly List<string> _lines = [];
    private readonly List<string> _summary = [];

    public string Summary => string.Join(", ", _summary);

    public string Lines => string.Concat(_lines.Select(l => l + "\n"));

    /// <summary>A part that has a limit. What cannot be read does not keep within it either: the assertion fails and says why.</summary>
    public void Share(string what, string figure, double? percent, int? limit, string text)
    {
        Say(what, text);
        if (percent is { } share)
            probe.Value(figure, share);
        if (limit is { } most)
            probe.Check($"{what} is at most {most} %", percent <= most, text);
    }

    public void Say(string what, string text)
    {
        _summary.Add($"{what} {text}");
        _lines.Add($"{what}: {text}");
    }

    public void Load(LoadAverages? load)
    {
        Say("load", load?.ToString() ?? "cannot be read: /proc/loadavg is not as expected");
        if (load is null)
            return;
        probe.Value("load1", load.One);
        probe.Value("load5", load.Five);
        probe.Value("load15", load.Fifteen);
    }

    public void Network(IReadOnlyList<TrafficRate> rates)
    {
        foreach (var rate in rates)
        {
            _lines.Add($"network {rate.Interface}: {rate.Received:0} B/s in, {rate.Sent:0} B/s out");
            probe.Value($"network.{rate.Interface}.receivedBytesPerSecond", rate.Received);
            probe.Value($"network.{rate.Interface}.sentBytesPerSecond", rate.Sent);
        }
    }

    /// <summary>Figures go by name, because ids never come again: a chart follows the program, not the process.</summary>
    public void Processes(IReadOnlyList<ProcessRate> top)
    {
        foreach (var process in top)
            _lines.Add($"process {process.Id} {Excerpts.Of(process.Name)}: cpu {process.CpuPercent:0.#} %, memory {process.MemoryBytes / (1 << 20)} MiB");
        foreach (var program in top.GroupBy(p => p.Name, StringComparer.Ordinal))
        {
            probe.Value($"process.{program.Key}.cpuPercent", program.Sum(p => p.CpuPercent));
            probe.Value($"process.{program.Key}.memoryBytes", program.Sum(p => p.MemoryBytes));
        }
    }

    public void Disk(DiskUse disk, int? limit)
    {
        // Somebody named it, so it has to be there, limit or not.
        if (disk.UsedPercent is null && limit is null)
            probe.Check($"disk {disk.Path} can be read", false, disk.Text);
        Share($"disk {disk.Path}", $"diskPercent.{disk.Path}", disk.UsedPercent, limit, disk.Text);
        if (disk.FreeBytes is { } free)
            probe.Value($"diskFreeBytes.{disk.Path}", free);
    }
}
