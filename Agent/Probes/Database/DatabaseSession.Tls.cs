using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Keeper.Agent.Probes.Net;

namespace Keeper.Agent.Probes.Database;

internal sealed partial class DatabaseSession
{
    /// <summary>
    /// Shakes hands, and speaks TLS from here on. Databases hold their host to its name, so the certificate is judged for the
    /// host that was asked for, not for the address that it was found under.
    /// </summary>
    public async Task StartTlsAsync(CancellationToken ct)
    {
        Enter(DatabaseStage.Tls);
        // What was said in clear text must not count as said under TLS.
        if (!_unread.IsEmpty)
            throw new DatabaseFault($"{remote} goes on in clear text where TLS should begin");
        var tls = new SslStream(_stream, leaveInnerStreamOpen: true);
        _stream = tls;
        Pass(await ShakeHandsAsync(tls, arguments.Insecure, SslProtocols.None, ct));
    }

    /// <summary>Shakes hands over any stream.</summary>
    /// <returns>What was agreed on.</returns>
    public async Task<string> ShakeHandsAsync(SslStream tls, bool anyCertificate, SslProtocols protocols, CancellationToken ct)
    {
        var faults = "";
        try
        {
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = arguments.Host,
                    EnabledSslProtocols = protocols,
                    // A target must not make the agent call the addresses that its certificate names.
                    CertificateChainPolicy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck },
                    RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
                    {
                        faults = CertificateFaults.Describe(certificate as X509Certificate2, chain, errors);
                        return anyCertificate || faults.Length == 0;
                    },
                },
                ct);
            return TlsHandshake.Name(tls.SslProtocol);
        }
        catch (AuthenticationException) when (faults.Length > 0 && !anyCertificate)
        {
            throw new DatabaseFault($"the certificate of {remote} is not good: {faults}");
        }
        catch (AuthenticationException e)
        {
            throw new DatabaseFault($"no TLS with {remote}: {e.InnerException?.Message ?? e.Message}");
        }
    }
}
