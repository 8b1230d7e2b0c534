namespace Keeper.Agent.Probes.Metrics;

/// <summary>What counts up on a host, at one moment; two of them make rates.</summary>
internal sealed record HostSnapshot(long At, CpuTimes? Cpu, IReadOnlyList<Traffic> Network, IReadOnlyList<ProcessUse> Processes)
{
    public static async Task<HostSnapshot> TakeAsync(ProcFiles proc, TimeProvider time, CancellationToken ct)
    {
        var processes = await proc.ProcessesAsync(ct);
        return new(
            time.GetTimestamp(),
            ProcText.Cpu(await proc.ReadAsync("stat", ct)),
            ProcText.Network(await proc.ReadAsync("net/dev", ct)),
            processes);
    }
}
