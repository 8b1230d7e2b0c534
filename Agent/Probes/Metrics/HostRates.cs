namespace Keeper.Agent.Probes.Metrics;

/// <summary>Bytes per second of an interface.</summary>
internal sealed record TrafficRate(string Interface, double Received, double Sent);

/// <summary>What a process takes of all processors together, and its memory in bytes.</summary>
internal sealed record ProcessRate(int Id, string Name, double CpuPercent, long MemoryBytes);

/// <summary>What happened between two snapshots.</summary>
internal sealed record HostRates(double? CpuPercent, IReadOnlyList<TrafficRate> Network, IReadOnlyList<ProcessRate> Top)
{
    public const int TopProcesses = 5;

    public static HostRates Between(HostSnapshot before, HostSnapshot after, TimeSpan elapsed, int pageSize)
    {
        var ticks = (after.Cpu?.Total ?? 0) - (before.Cpu?.Total ?? 0);
        return new(
            before.Cpu is not null && after.Cpu is not null ? Percent(after.Cpu.Busy - before.Cpu.Busy, ticks) : null,
            elapsed <= TimeSpan.Zero ? [] : [.. from now in after.Network
                                                join then in before.Network on now.Interface equals then.Interface
                                                select new TrafficRate(now.Interface, Rate(now.Received - then.Received), Rate(now.Sent - then.Sent))],
            [.. (from now in after.Processes
                 join then in before.Processes on (now.Id, now.Started) equals (then.Id, then.Started)
                 select new ProcessRate(now.Id, now.Name, Percent(now.Ticks - then.Ticks, ticks) ?? 0, now.Pages * pageSize))
                .OrderByDescending(p => p.CpuPercent).ThenByDescending(p => p.MemoryBytes).ThenBy(p => p.Id).Take(TopProcesses)]);

        // A counter that goes back was reset: the interface came up again.
        double Rate(long bytes) => Math.Max(0, bytes) / elapsed.TotalSeconds;
    }

    private static double? Percent(long part, long whole) => whole > 0 ? Math.Clamp(100.0 * part / whole, 0, 100) : null;
}
