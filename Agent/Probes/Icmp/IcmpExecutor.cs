using System.Net;
using Keeper.Agent.Execution;
using Keeper.Agent.Probes.Net;
using Keeper.Protocol.Probes;
using Keeper.Protocol.Tasks;

namespace Keeper.Agent.Probes.Icmp;

/// <summary>Opens a socket towards a host.</summary>
internal delegate Task<OpenedEcho> EchoOpener(IPAddress target, CancellationToken ct);

/// <summary>Does a host answer echo requests: a short burst, its loss and its round trips.</summary>
internal sealed class IcmpExecutor(IcmpArguments arguments, EchoOpener open) : IExecutor
{
    public async Task<TaskResult> RunAsync(InstructionContext context, CancellationToken ct)
    {
        var probe = new ProbeRun(context);
        probe.Doing = $"resolving '{arguments.Host}'";
        var host = await HostLookup.FindAsync(arguments.Host, ct);
        probe.EndPhase("dns");
        if (!host.IsFound)
            return probe.Fail(host.Failure);
        var failures = new List<string>();
        foreach (var target in probe.Limits.AllowedOf(host.Addresses, port: null))
        {
            var opened = await open(target, ct);
            if (opened.IsForbidden)
                return new TaskResult { Outcome = Outcome.ExecutorFailed, Message = opened.Failure, DurationMs = probe.ElapsedMs };
            if (opened.Socket is { } socket)
            {
                using (socket)
                    return await AskAsync(probe, socket, target, ct);
            }

            failures.Add(opened.Failure);
        }

        return probe.Fail(string.Join("; ", failures));
    }

    private async Task<TaskResult> AskAsync(ProbeRun probe, IEchoSocket socket, IPAddress target, CancellationToken ct)
    {
        probe.Doing = $"waiting for echo replies of {target}";
        var packets = new EchoPackets(target.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6);
        var burst = new EchoBurst(socket, packets, arguments.Count, probe.Time);
        await burst.RunAsync(TimeSpan.FromMilliseconds(arguments.TimeoutMs), ct);
        probe.EndPhase("echo");
        var trips = burst.RoundTrips;
        var loss = 100.0 * (arguments.Count - trips.Count) / arguments.Count;
        probe.Value("lossPercent", loss);
        if (trips.Count == 0)
            return probe.Fail(WhyNone(burst, target));
        var average = trips.Average();
        probe.Value("rttMs.min", trips.Min());
        probe.Value("rttMs.avg", average);
        probe.Value("rttMs.max", trips.Max());
        if (arguments.MaxLossPercent is { } mostLoss)
            probe.Check($"loss is at most {mostLoss} %", loss <= mostLoss, $"{loss:0.#} %");
        if (arguments.MaxLatencyMs is { } longest)
            probe.Check($"average round trip is at most {longest} ms", average <= longest, $"{average:0.###} ms");
        return probe.Finish(
            $"{target} answers {trips.Count} of {arguments.Count}, loss {loss:0.#} %, rtt min/avg/max {trips.Min():0.###}/{average:0.###}/{trips.Max():0.###} ms",
            string.Join('\n', trips.Select(t => $"{t:0.###} ms")));
    }

    private string WhyNone(EchoBurst burst, IPAddress target)
    {
        if (burst.Undeliverable > 0)
            return $"unreachable: {burst.Undeliverable} of {arguments.Count} echo requests to {target} came back as undeliverable";
        return burst.Error is { } error
            ? SocketFaults.Describe(error, new IPEndPoint(target, 0))
            : $"timed out: {target} answers none of {arguments.Count} echo requests within {arguments.TimeoutMs} ms";
    }
}
