using Keeper.Protocol.Agents;

namespace Keeper.Agent.Polling;

/// <summary>The figures of this process that ride on each poll.</summary>
internal sealed class HeartbeatSource(TimeProvider time)
{
    private long _lastAt = time.GetTimestamp();
    private TimeSpan _lastCpu = CpuTime();

    public Heartbeat Take(int outbox, string? fault)
    {
        var cpu = CpuTime();
        var elapsed = time.GetElapsedTime(_lastAt);
        var percent = elapsed > TimeSpan.Zero ? Math.Round((cpu - _lastCpu) / elapsed * 100, 1) : (double?)null;
        if (elapsed > TimeSpan.Zero)
            (_lastAt, _lastCpu) = (time.GetTimestamp(), cpu);
        return new Heartbeat { CpuPercent = percent, MemoryBytes = Environment.WorkingSet, Outbox = outbox, Fault = Shorten(fault) };
    }

    private static string? Shorten(string? fault) =>
        fault is null || fault.Length <= AgentLimits.FaultLength ? fault : fault[..AgentLimits.FaultLength];

    private static TimeSpan CpuTime() =>
        OperatingSystem.IsIOS() || OperatingSystem.IsTvOS() ? TimeSpan.Zero : Environment.CpuUsage.TotalTime;
}
