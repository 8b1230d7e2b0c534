using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Keeper.Agent.Probes.Net;

/// <summary>A handshake that takes any certificate and tells what it thinks of it.</summary>
internal static class TlsHandshake
{
    /// <summary>Shakes hands and describes the peer's certificate.</summary>
    public static async Task<string> PeekAsync(SslStream stream, string host, CancellationToken ct)
    {
        X509Certificate2? shown = null;
        var faults = "";
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = host,
                CertificateChainPolicy = ChainPolicies.NoDownloads(),
                // Reachability is what was asked for; whether to trust the certificate is for http and tls probes to judge.
                RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
                {
                    shown = certificate as X509Certificate2;
                    faults = CertificateFaults.Describe(shown, chain, errors);
                    return shown is not null || faults.Length > 0;
                },
            },
            ct);
        return shown is null ? "certificate: none\n" : Describe(shown, faults);
    }

    /// <summary>The protocol as people write it.</summary>
    public static string Name(SslProtocols protocol) => protocol switch
    {
        SslProtocols.Tls12 => "TLS 1.2",
        SslProtocols.Tls13 => "TLS 1.3",
        _ => protocol.ToString(),
    };

    private static string Describe(X509Certificate2 certificate, string faults) =>
        $"certificate: {certificate.Subject}, issued by {certificate.Issuer}, valid until "
        + $"{certificate.NotAfter.ToUniversalTime():yyyy-MM-dd HH:mm:ss}Z, {(faults.Length == 0 ? "trusted" : $"not trusted: {faults}")}\n";
}
