using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Keeper.Agent.Execution;
using Keeper.Agent.Probes.Net;
using Keeper.Protocol.Probes;
using Keeper.Protocol.Tasks;

namespace Keeper.Agent.Probes.Tls;

/// <summary>Shakes hands with a TLS server, whatever its certificate is, and then judges the chain that it showed.</summary>
internal sealed class TlsExecutor(TlsArguments arguments, X509Certificate2Collection? roots) : IExecutor
{
    public Task<TaskResult> RunAsync(InstructionContext context, CancellationToken ct)
    {
        var probe = new ProbeRun(context);
        return probe.WithinAsync(arguments.TimeoutMs, limited => RunAsync(probe, limited), ct);
    }

    private async Task<TaskResult> RunAsync(ProbeRun probe, CancellationToken ct)
    {
        var (socket, failure) = await probe.ConnectAsync(arguments.Host, arguments.Port, ct);
        if (socket is null)
            return probe.Fail(failure);
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        return await ShakeHandsAsync(probe, stream, socket.RemoteEndPoint!, ct);
    }

    private async Task<TaskResult> ShakeHandsAsync(ProbeRun probe, NetworkStream stream, EndPoint remote, CancellationToken ct)
    {
        await using var tls = new SslStream(stream, leaveInnerStreamOpen: true);
        probe.Doing = $"making a TLS handshake with {remote}";
        TlsFacts facts;
        try
        {
            facts = await TlsFacts.ShakeHandsAsync(tls, arguments.ServerName, roots, ct);
        }
        catch (AuthenticationException e)
        {
            return probe.Fail(TlsHandshake.Describe(e, remote));
        }
        catch (IOException e)
        {
            return probe.Fail(SocketFaults.Describe(e, remote, probe.Doing));
        }

        probe.EndPhase("tls");
        return Judge(probe, facts, remote);
    }

    private TaskResult Judge(ProbeRun probe, TlsFacts facts, EndPoint remote)
    {
        if (arguments.MinVersion is { } oldest)
            probe.Check($"version is at least {TlsHandshake.Name(oldest)}", facts.Protocol >= oldest, facts.Version);
        var left = ChainVerdict.Note(probe, facts.Chain, arguments.ServerName, arguments.MinDays);
        return probe.Finish($"{remote} speaks {facts.Version} ({facts.Cipher}); the chain for {arguments.ServerName} is good for {left}", facts.Text);
    }
}
