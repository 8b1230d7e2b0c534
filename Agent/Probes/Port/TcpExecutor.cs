using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Keeper.Agent.Execution;
using Keeper.Agent.Probes.Net;
using Keeper.Agent.Probes.Port.StartTls;
using Keeper.Agent.Probes.Tls;
using Keeper.Protocol.Probes;
using Keeper.Protocol.Tasks;

namespace Keeper.Agent.Probes.Port;

/// <summary>Is a TCP port alive: connect, perhaps change to TLS, perhaps a short conversation.</summary>
internal sealed class TcpExecutor(PortArguments arguments, X509Certificate2Collection? roots) : IExecutor
{
    private const string Accepts = "accepts connections";

    private readonly Conversation _conversation = new(arguments.Steps);
    private bool _connected;

    public Task<TaskResult> RunAsync(InstructionContext context, CancellationToken ct)
    {
        var probe = new ProbeRun(context);
        return probe.WithinAsync(arguments.TimeoutMs, limited => RunAsync(probe, limited), ct, message => TooLate(probe, message));
    }

    private async Task<TaskResult> RunAsync(ProbeRun probe, CancellationToken ct)
    {
        var (socket, failure) = await probe.ConnectAsync(arguments.Host, arguments.Port, ct);
        if (socket is null)
            return NotReached(probe, failure);
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        var remote = socket.RemoteEndPoint!;
        _connected = probe.Check(Accepts, true, $"{remote}");
        try
        {
            return arguments.Tls || arguments.StartTls is not null
                ? await SecureAsync(probe, stream, remote, ct)
                : await TalkAsync(probe, stream, $"{remote} {Accepts}", "", ct);
        }
        catch (StartTlsException e)
        {
            return probe.Fail($"no TLS with {remote}: {e.Message}");
        }
        catch (AuthenticationException e)
        {
            return probe.Fail(TlsHandshake.Describe(e, remote));
        }
        catch (IOException e)
        {
            return probe.Fail(SocketFaults.Describe(e, remote, probe.Doing));
        }
    }

    private TaskResult TooLate(ProbeRun probe, string message)
    {
        _conversation.NoteTimeout(probe, arguments.TimeoutMs);
        return _connected ? probe.Fail(message, _conversation.Heard) : NotReached(probe, message);
    }

    private static TaskResult NotReached(ProbeRun probe, string failure)
    {
        probe.Check(Accepts, false, failure);
        return probe.Fail(failure);
    }

    private async Task<TaskResult> SecureAsync(ProbeRun probe, NetworkStream stream, EndPoint remote, CancellationToken ct)
    {
        if (arguments.StartTls is { } protocol)
        {
            probe.Doing = $"agreeing on TLS with {remote} by {protocol}";
            await StartTlsProtocols.AgreeAsync(protocol, stream, arguments.Host, ct);
            probe.EndPhase("startTls");
        }

        await using var tls = new SslStream(stream, leaveInnerStreamOpen: true);
        probe.Doing = $"making a TLS handshake with {remote}";
        var facts = await TlsFacts.ShakeHandsAsync(tls, arguments.Host, roots, ct);
        probe.EndPhase("tls");
        probe.Value("certificateDays", facts.Chain.DaysLeft(probe.Time));
        // Reachability is what was asked for; whether to trust the certificate is for http and tls probes to judge.
        var trust = facts.Chain.Faults.Length == 0 ? "trusted" : $"not trusted: {facts.Chain.Faults}";
        return await TalkAsync(probe, tls, $"{remote} speaks {facts.Version}", $"{facts.Text}{trust}\n", ct);
    }

    private async Task<TaskResult> TalkAsync(ProbeRun probe, Stream stream, string alive, string tls, CancellationToken ct)
    {
        await _conversation.RunAsync(probe, stream, ct);
        return probe.Finish(_conversation.IsExpecting ? $"{alive} and answers as expected" : alive, tls + _conversation.Heard);
    }
}
