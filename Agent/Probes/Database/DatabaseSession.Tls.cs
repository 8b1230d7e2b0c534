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
    public Task StartTlsAsync(CancellationToken ct) => StartTlsAsync(static inner => inner, arguments.Insecure, SslProtocols.None, ct);

    /// <summary>The same through what carries the handshake, for protocols that wrap it.</summary>
    public async Task StartTlsAsync(Func<Stream, Stream> carrier, bool anyCertificate, SslProtocols protocols, CancellationToken ct)
    {
        Enter(DatabaseStage.Tls);
        // What was said in clear text must not count as said under TLS.
        if (!_unread.IsEmpty)
            throw new DatabaseFault($"{remote} goes on in clear text where TLS should begin");
        _tls = new SslStream(carrier(_stream), leaveInnerStreamOpen: true);
        _stream = _tls;
        Pass(await ShakeHandsAsync(_tls, anyCertificate, protocols, ct));
    }

    /// <summary>Speaks in clear text again, where only a part had to be encrypted.</summary>
    public void StopTls() => _stream = connection;

    private async Task<string> ShakeHandsAsync(SslStream tls, bool anyCertificate, SslProtocols protocols, CancellationToken ct)
    {
        var faults = "";
        try
        {
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = arguments.Host,
                    EnabledSslProtocols = protocols,
                    CertificateChainPolicy = ChainPolicies.NoDownloads(),
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
            throw new DatabaseFault(TlsHandshake.Describe(e, remote));
        }
    }
}
