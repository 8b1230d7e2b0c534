using System.Net;
using System.Net.Sockets;
using System.Text;
using Keeper.Agent.Execution;
using Keeper.Agent.Probes.Net;
using Keeper.Protocol.Probes;
using Keeper.Protocol.Tasks;

namespace Keeper.Agent.Probes.Port;

/// <summary>
/// Is a UDP port alive: send a datagram and wait. An answer proves life and an ICMP refusal proves death; silence proves
/// nothing, so without <c>expect</c> it is taken as success that says what it is worth.
/// </summary>
internal sealed class UdpExecutor(PortArguments arguments) : IExecutor
{
    private const int MaxDatagram = 64 * 1024;

    private readonly PortStep _step = arguments.Steps.Count == 0 ? new() : arguments.Steps[0];
    private bool _isWaiting;

    public Task<TaskResult> RunAsync(InstructionContext context, CancellationToken ct)
    {
        var probe = new ProbeRun(context);
        return probe.WithinAsync(arguments.TimeoutMs, limited => RunAsync(probe, limited), ct, message => TooLate(probe, message));
    }

    private async Task<TaskResult> RunAsync(ProbeRun probe, CancellationToken ct)
    {
        probe.Doing = $"resolving '{arguments.Host}'";
        var host = await HostLookup.FindAsync(arguments.Host, ct);
        probe.EndPhase("dns");
        return host.IsFound ? await AskAsync(probe, host.Addresses, ct) : probe.Fail(host.Failure);
    }

    private TaskResult TooLate(ProbeRun probe, string message)
    {
        var silence = $"nothing came back within {arguments.TimeoutMs} ms";
        if (_isWaiting && _step.Expect is null)
        {
            probe.Check("is not refused", true, silence);
            return probe.Finish($"{silence}, but nothing refused either: open or filtered, which UDP cannot tell", "");
        }

        probe.Check("answers", false, message);
        return probe.Fail(message);
    }

    /// <summary>Asks one address after the other; only a refusal moves on to the next.</summary>
    private async Task<TaskResult> AskAsync(ProbeRun probe, IReadOnlyList<IPAddress> addresses, CancellationToken ct)
    {
        var failures = new List<string>();
        foreach (var target in probe.Limits.AllowedOf(addresses, arguments.Port).Select(a => new IPEndPoint(a, arguments.Port)))
        {
            try
            {
                var answer = await AskAsync(probe, target, ct);
                probe.EndPhase("firstByte");
                probe.Check("answers", true, Excerpts.Of(answer));
                if (_step.Expect is { } expect)
                    probe.CheckMatch("answer", expect, answer);
                return probe.Finish($"{target} answers", answer);
            }
            catch (SocketException e)
            {
                failures.Add(SocketFaults.Describe(e.SocketErrorCode, target));
            }
        }

        var failure = string.Join("; ", failures);
        probe.Check("is not refused", false, failure);
        return probe.Fail(failure);
    }

    private async Task<string> AskAsync(ProbeRun probe, IPEndPoint target, CancellationToken ct)
    {
        using var socket = new Socket(target.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        // Connected, so that the system reports an ICMP refusal and drops datagrams of strangers.
        await socket.ConnectAsync(target, ct);
        probe.Doing = $"waiting for an answer of {target}";
        _isWaiting = true;
        await socket.SendAsync(_step.SendBytes ?? Encoding.UTF8.GetBytes(_step.Send ?? ""), ct);
        var buffer = new byte[MaxDatagram];
        var length = await socket.ReceiveAsync(buffer, ct);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}
