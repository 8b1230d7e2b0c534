using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Keeper.Agent.Probes.Net;

namespace Keeper.Agent.Probes.Tls;

/// <summary>What a handshake agreed on, and the chain that the server showed in it.</summary>
internal sealed record TlsFacts(SslProtocols Protocol, TlsCipherSuite Cipher, ServedChain Chain)
{
    public string Version => TlsHandshake.Name(Protocol);

    /// <summary>Everything about it, for people.</summary>
    public string Text => $"{Version}, {Cipher}\nnames: {Chain.Names}\n{string.Join('\n', Chain.Certificates)}\n";

    /// <summary>Shakes hands, whatever the certificate is: everything about it can then be told, and the verdict is the caller's.</summary>
    /// <param name="stream">The connection.</param>
    /// <param name="serverName">The name that the server is asked for.</param>
    /// <param name="roots">Roots to trust instead of the host's own.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="AuthenticationException">The peer does not speak TLS, or nothing that can be agreed on.</exception>
    public static async Task<TlsFacts> ShakeHandsAsync(SslStream stream, string serverName, X509Certificate2Collection? roots, CancellationToken ct)
    {
        ServedChain? shown = null;
        var policy = ChainPolicies.NoDownloads();
        if (roots is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(roots);
        }

        var options = new SslClientAuthenticationOptions
        {
            TargetHost = serverName,
            CertificateChainPolicy = policy,
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
            {
                shown = ServedChain.Of(certificate as X509Certificate2, chain, errors);
                return shown is not null;
            },
        };
        await stream.AuthenticateAsClientAsync(options, ct);
        return new(stream.SslProtocol, stream.NegotiatedCipherSuite, shown ?? throw new AuthenticationException("the server shows no certificate"));
    }
}
