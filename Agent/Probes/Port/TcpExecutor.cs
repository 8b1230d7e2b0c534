using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Keeper.Agent.Execution;
using Keeper.Agent.Probes.Net;
using Keeper.Protocol.Probes;
using Keeper.Protocol.Tasks;

namespace Keeper.Agent.Probes.Port;

/// <summary>Is a TCP port alive: connect, perhaps a TLS handshake, perhaps a short conversation.</summary>
internal sealed class TcpExecutor(PortArguments arguments) : IExecutor
{
    private const string Accepts = "accepts connections";

    private ExpectedAnswer? _answer;
    private bool _connected;

    public async Task<TaskResult> RunAsync(InstructionContext context, CancellationToken ct)
    {
        var probe = new ProbeRun(context);
        using var timeout = new CancellationTokenSource(TimeSpan.FromMilliseconds(arguments.TimeoutMs), context.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        try
        {
            return await RunAsync(probe, both.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            if (_answer is { Text: { Length: > 0 } said })
                probe.CheckMatch($"answer within {arguments.TimeoutMs} ms", arguments.Expect!, said);
            var message = $"timed out after {arguments.TimeoutMs} ms while {probe.Doing}";
            return _connected ? probe.Fail(message, _answer?.Text ?? "") : NotReached(probe, message);
        }
    }

    private async Task<TaskResult> RunAsync(ProbeRun probe, CancellationToken ct)
    {
        probe.Doing = $"resolving '{arguments.Host}'";
        var host = await HostLookup.FindAsync(arguments.Host, ct);
        probe.EndPhase("dns");
        if (!host.IsFound)
            return NotReached(probe, host.Failure);
        probe.Doing = $"connecting to {string.Join(", ", host.Addresses)}, port {arguments.Port}";
        var (socket, failure) = await new TcpDialer(probe.Time, probe.Limits).ConnectAsync(host.Addresses, arguments.Port, ct);
        probe.EndPhase("connect");
        if (socket is null)
            return NotReached(probe, failure);
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        var remote = socket.RemoteEndPoint!;
        _connected = probe.Check(Accepts, true, $"{remote}");
        try
        {
            if (!arguments.Tls)
                return await TalkAsync(probe, stream, $"{remote} {Accepts}", "", ct);
            await using var tls = new SslStream(stream, leaveInnerStreamOpen: true);
            probe.Doing = $"making a TLS handshake with {remote}";
            var certificate = await TlsHandshake.PeekAsync(tls, arguments.Host, ct);
            probe.EndPhase("tls");
            return await TalkAsync(probe, tls, $"{remote} speaks {TlsHandshake.Name(tls.SslProtocol)}", certificate, ct);
        }
        catch (AuthenticationException e)
        {
            return probe.Fail($"no TLS with {remote}: {e.InnerException?.Message ?? e.Message}");
        }
        catch (IOException e)
        {
            return probe.Fail(e.InnerException is SocketException inner
                ? $"{SocketFaults.Describe(inner.SocketErrorCode, remote)} while {probe.Doing}"
                : $"{remote} broke the connection off while {probe.Doing}: {e.Message}");
        }
    }

    private static TaskResult NotReached(ProbeRun probe, string failure)
    {
        probe.Check(Accepts, false, failure);
        return probe.Fail(failure);
    }

    private async Task<TaskResult> TalkAsync(ProbeRun probe, Stream stream, string alive, string certificate, CancellationToken ct)
    {
        if (arguments.Send is { } send)
        {
            probe.Doing = "sending";
            await stream.WriteAsync(Encoding.UTF8.GetBytes(send), ct);
        }

        if (arguments.Expect is not { } expect)
            return probe.Finish(alive, certificate);
        probe.Doing = $"waiting for an answer that matches /{expect}/";
        _answer = new ExpectedAnswer(expect);
        await _answer.ReadAsync(stream, () => probe.EndPhase("firstByte"), ct);
        probe.CheckMatch("answer", expect, _answer.Text);
        return probe.Finish($"{alive} and answers as expected", certificate + _answer.Text);
    }
}
