using Keeper.Protocol.Probes;

namespace Keeper.Agent.Probes.Port.StartTls;

/// <summary>Agrees with a server on changing to TLS; the next byte on the connection is then the handshake's.</summary>
internal static class StartTlsProtocols
{
    /// <param name="protocol">One of <see cref="PortArguments.StartTlsProtocols"/>.</param>
    /// <param name="stream">The connection, on which nothing was said yet.</param>
    /// <param name="host">Whom the agent believes to talk to.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="StartTlsException">The server does not speak the protocol, or does not agree.</exception>
    public static async Task AgreeAsync(string protocol, Stream stream, string host, CancellationToken ct)
    {
        var talk = new PlainTalk(stream, protocol);
        await (protocol switch
        {
            "smtp" => LineProtocols.SmtpAsync(talk, ct),
            "imap" => LineProtocols.ImapAsync(talk, ct),
            "pop3" => LineProtocols.Pop3Async(talk, ct),
            "ftp" => LineProtocols.FtpAsync(talk, ct),
            "xmpp" => LineProtocols.XmppAsync(talk, host, ct),
            "postgresql" => PacketProtocols.PostgreSqlAsync(talk, ct),
            "mysql" => PacketProtocols.MySqlAsync(talk, ct),
            "ldap" => PacketProtocols.LdapAsync(talk, ct),
            _ => throw new ArgumentOutOfRangeException(nameof(protocol), protocol, "not a protocol that is known here"),
        });
        // Words in front of the handshake would be taken for the server's own once the connection is safe (CVE-2011-0411).
        if (talk.HasMore)
            throw talk.Fault("it goes on after it has agreed to TLS, which somebody in between may have put there");
    }
}
