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
    private ServedChain? _chain;

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
            return probe.Fail($"timed out after {arguments.TimeoutMs} ms while {probe.Doing}");
        }
    }

    private async Task<TaskResult> RunAsync(ProbeRun probe, CancellationToken ct)
    {
        probe.Doing = $"resolving '{arguments.Host}'";
        var host = await HostLookup.FindAsync(arguments.Host, ct);
        probe.EndPhase("dns");
        if (!host.IsFound)
            return probe.Fail(host.Failure);
        probe.Doing = $"connecting to {string.Join(", ", host.Addresses)}, port {arguments.Port}";
        var (socket, failure) = await new TcpDialer(probe.Time, probe.Limits).ConnectAsync(host.Addresses, arguments.Port, ct);
        probe.EndPhase("connect");
        if (socket is null)
            return probe.Fail(failure);
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        return await ShakeHandsAsync(probe, stream, socket.RemoteEndPoint!, ct);
    }

    private async Task<TaskResult> ShakeHandsAsync(ProbeRun probe, NetworkStream stream, EndPoint remote, CancellationToken ct)
    {
        await using var tls = new SslStream(stream, leaveInnerStreamOpen: true);
        probe.Doing = $"making a TLS handshake with {remote}";
        try
        {
            await tls.AuthenticateAsClientAsync(Options(), ct);
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

        probe.EndPhase("tls");
        var version = TlsHandshake.Name(tls.SslProtocol);
        var chain = _chain!;
        var left = ChainVerdict.Note(probe, chain, arguments.ServerName, arguments.MinDays);
        return probe.Finish(
            $"{remote} speaks {version}; the chain for {arguments.ServerName} is good for {left}",
            $"{version}, {tls.NegotiatedCipherSuite}\nnames: {chain.Names}\n{string.Join('\n', chain.Certificates)}\n");
    }

    private SslClientAuthenticationOptions Options()
    {
        var policy = ChainPolicies.NoDownloads();
        if (roots is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(roots);
        }

        return new()
        {
            TargetHost = arguments.ServerName,
            CertificateChainPolicy = policy,
            // Taken as it is, so that the handshake ends and everything about it can be told; the verdict follows.
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
            {
                _chain = ServedChain.Of(certificate as X509Certificate2, chain, errors);
                return _chain is not null;
            },
        };
    }
}
