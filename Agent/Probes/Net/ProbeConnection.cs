namespace Keeper.Agent.Probes.Net;

/// <summary>How a probe gets to its target: the lookup and the connection are phases of it.</summary>
internal static class ProbeConnection
{
    public static async Task<Dialed> ConnectAsync(this ProbeRun probe, string host, int port, CancellationToken ct)
    {
        probe.Doing = $"resolving '{host}'";
        var found = await HostLookup.FindAsync(host, ct);
        probe.EndPhase("dns");
        if (!found.IsFound)
            return new(null, found.Failure);
        probe.Doing = $"connecting to {string.Join(", ", found.Addresses)}, port {port}";
        var dialed = await new TcpDialer(probe.Time, probe.Limits).ConnectAsync(found.Addresses, port, ct);
        probe.EndPhase("connect");
        return dialed;
    }
}
