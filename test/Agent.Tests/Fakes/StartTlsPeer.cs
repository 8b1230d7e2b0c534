using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Keeper.Agent.Tests;

/// <summary>
/// A server that changes to TLS after a script: what it says first, then pairs of what it waits for and what it says to
/// that. Characters are bytes.
/// </summary>
internal static class StartTlsPeer
{
    public static TcpPeer Following(X509Certificate2 certificate, params string[] script) => new(async (stream, ct) =>
    {
        await stream.WriteAsync(Encoding.Latin1.GetBytes(script[0]), ct);
        for (var i = 1; i + 1 < script.Length; i += 2)
        {
            await HearAsync(stream, script[i], ct);
            await stream.WriteAsync(Encoding.Latin1.GetBytes(script[i + 1]), ct);
        }

        if (script.Length % 2 == 0)
            await HearAsync(stream, script[^1], ct);
        await using var tls = new SslStream(stream);
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, ct);
        await tls.WriteAsync("safe now\r\n"u8.ToArray(), ct);
        await TcpPeer.HoldAsync(tls, ct);
    });

    /// <summary>Exactly what is awaited, so that whatever else a probe says ends in a failed handshake.</summary>
    private static async Task HearAsync(Stream stream, string awaited, CancellationToken ct)
    {
        var heard = new byte[awaited.Length];
        await stream.ReadExactlyAsync(heard, ct);
        if (Encoding.Latin1.GetString(heard) != awaited)
            throw new IOException($"heard '{Encoding.Latin1.GetString(heard)}' in place of '{awaited}'");
    }
}
