using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Keeper.Agent.Tests;

/// <summary>TLS servers on loopback that show what they are given.</summary>
internal static class TlsPeer
{
    /// <summary>Shakes hands with the certificate and keeps the connection open.</summary>
    public static TcpPeer Showing(X509Certificate2 certificate, SslProtocols versions = SslProtocols.None) => new(async (stream, ct) =>
    {
        await using var tls = new SslStream(stream);
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate, EnabledSslProtocols = versions }, ct);
        await TcpPeer.HoldAsync(stream, ct);
    });
}
