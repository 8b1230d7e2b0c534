using System.Net;
using System.Security.Authentication;

namespace Keeper.Agent.Probes.Net;

/// <summary>What is told of a handshake.</summary>
internal static class TlsHandshake
{
    /// <summary>The protocol as people write it.</summary>
    public static string Name(SslProtocols protocol) => protocol switch
    {
        SslProtocols.Tls12 => "TLS 1.2",
        SslProtocols.Tls13 => "TLS 1.3",
        _ => protocol.ToString(),
    };

    /// <summary>Why there is none; what lies beneath says more than the handshake's own words.</summary>
    public static string Describe(AuthenticationException fault, EndPoint target) =>
        $"no TLS with {target}: {fault.InnerException?.Message ?? fault.Message}";
}
