using System.Security.Cryptography.X509Certificates;
using Keeper.Agent.Probes.Port;
using Keeper.Protocol.Probes;
using Keeper.Protocol.Tasks;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Probes.Port;

/// <summary>The words of each protocol before TLS, written down from its specification.</summary>
public sealed class StartTlsTests : IDisposable
{
    private const string PostgreSqlRequest = "\0\0\0\u0008\u0004\u00d2\u0016\u002f";
    private const string LdapRequest = "\u0030\u001d\u0002\u0001\u0001\u0077\u0018\u0080\u00161.3.6.1.4.1.1466.20037";
    private const string Stream = "<?xml version='1.0'?><stream:stream to='127.0.0.1' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";

    private readonly X509Certificate2 _certificate = Certificates.SelfSigned();

    public static TheoryData<string, string[]> Scripts => new()
    {
        { "smtp", ["220-mail.test\r\n220 ready\r\n", "EHLO keeper.invalid\r\n", "250-mail.test\r\n250-starttls\r\n250 HELP\r\n", "STARTTLS\r\n", "220 go ahead\r\n"] },
        { "imap", ["* OK [CAPABILITY STARTTLS] ready\r\n", "k1 STARTTLS\r\n", "* NO news\r\nk1 OK begin\r\n"] },
        { "pop3", ["+OK ready\r\n", "STLS\r\n", "+OK begin\r\n"] },
        { "ftp", ["220-Welcome\r\n to the files\r\n220 ready\r\n", "AUTH TLS\r\n", "234 go on\r\n"] },
        { "postgresql", ["", PostgreSqlRequest, "S"] },
        { "mysql", [MySqlGreeting(tls: true), MySqlRequest()] },
        { "ldap", ["", LdapRequest, "\u0030\u000c\u0002\u0001\u0001\u0078\u0007\u000a\u0001\u0000\u0004\u0000\u0004\u0000"] },
        {
            "xmpp",
            [
                "", Stream, "<stream:stream version='1.0'><stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:features>",
                "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>", "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>",
            ]
        },
    };

    public static TheoryData<string, string[], string> Refusals => new()
    {
        { "smtp", ["220 ready\r\n", "EHLO keeper.invalid\r\n", "250 HELP\r\n"], "as smtp, it does not offer STARTTLS" },
        { "smtp", ["220 ready\r\n", "EHLO keeper.invalid\r\n", "250 STARTTLS\r\n", "STARTTLS\r\n", "454 not now\r\n"], "as smtp, it should say 220 and says '454 not now'" },
        { "smtp", ["554 go away\r\n"], "as smtp, it should say 220 and says '554 go away'" },
        { "imap", ["* OK\r\n", "k1 STARTTLS\r\n", "k1 BAD no\r\n"], "as imap, it should say k1 OK and says 'k1 BAD no'" },
        { "pop3", ["-ERR busy\r\n"], "as pop3, it should say +OK and says '-ERR busy'" },
        { "ftp", ["220 hi\r\n", "AUTH TLS\r\n", "500 what\r\n"], "as ftp, it should say 234 and says '500 what'" },
        { "postgresql", ["", PostgreSqlRequest, "N"], "as postgresql, it does not offer TLS" },
        { "postgresql", ["", PostgreSqlRequest, "E"], "as postgresql, it should say S or N and says 'E'" },
        { "mysql", [MySqlGreeting(tls: false)], "as mysql, it does not offer TLS" },
        { "mysql", ["\u0017\0\0\0\u00ff\u0010\u0004Too many connections"], "as mysql, it should say a greeting and says 'Too many connections'" },
        { "mysql", ["\u00ff\u00ff\u00ff\0"], "as mysql, it begins with a packet of 16777215 bytes, which is no greeting" },
        { "ldap", ["", LdapRequest, "\u0030\u000e\u0002\u0001\u0001\u0078\u0009\u000a\u0001\u0034\u0004\u0000\u0004\u0002no"], "as ldap, it does not start TLS: result 52, 'no'" },
        { "ldap", ["", LdapRequest, "HTTP/1.1 400 "], "as ldap, its answer is not understood" },
        { "xmpp", ["", Stream, "<stream:features></stream:features>"], "as xmpp, it does not offer STARTTLS" },
    };

    [Fact]
    public void Protocols_OfTheArguments_AreAllTried() =>
        Assert.Equal(PortArguments.StartTlsProtocols.Order(), Scripts.Select(s => (string)s[0]).Order());

    [Theory]
    [MemberData(nameof(Scripts))]
    [Trait("Target", "success")]
    public async Task Run_ServerThatAgrees_TellsOfItsCertificateAndTalksOn(string protocol, string[] script)
    {
        await using var peer = StartTlsPeer.Following(_certificate, script);

        var result = await RunAsync(peer, protocol, expect: "^safe now\r\n$");

        Assert.Equal(Outcome.Success, result.Outcome);
        Assert.Matches($@"^127\.0\.0\.1:{peer.Port} speaks TLS 1\.[23] and answers as expected$", result.Message);
        Assert.Contains("CN=keeper.test, issued by CN=keeper.test, valid from", result.Output, StringComparison.Ordinal);
        Assert.Equal(["connect", "dns", "firstByte", "startTls", "tls"], result.Phases!.Keys.Order());
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    [Trait("Target", "garbage")]
    public async Task Run_ServerThatDoesNotAgree_SaysWhy(string protocol, string[] script, string reason)
    {
        await using var peer = StartTlsPeer.Following(_certificate, script);

        var result = await RunAsync(peer, protocol);

        Assert.Equal((Outcome.TargetFailed, $"no TLS with 127.0.0.1:{peer.Port}: {reason}"), (result.Outcome, result.Message));
    }

    [Fact]
    public async Task Run_WordsAfterTheAgreement_AreNotTakenIntoTls()
    {
        await using var peer = StartTlsPeer.Following(_certificate, "+OK\r\n", "STLS\r\n", "+OK\r\n+OK injected\r\n");

        var result = await RunAsync(peer, "pop3");

        Assert.EndsWith("as pop3, it goes on after it has agreed to TLS, which somebody in between may have put there", result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(ProtocolNames))]
    [Trait("Target", "endless")]
    public async Task Run_EndlessWordsBeforeTls_AreGivenUp(string protocol)
    {
        await using var peer = new TcpPeer((stream, ct) => TcpPeer.PourAsync(stream, "220-x* OK + ", ct));

        var result = await RunAsync(peer, protocol);

        Assert.Equal(Outcome.TargetFailed, result.Outcome);
        Assert.StartsWith($"no TLS with 127.0.0.1:{peer.Port}: as {protocol}, it", result.Message, StringComparison.Ordinal);
        await peer.ConnectionEnded.WaitAsync("the probe's hanging up");
    }

    [Theory]
    [MemberData(nameof(ProtocolNames))]
    [Trait("Target", "timeout")]
    public async Task Run_SilentBeforeTls_TimesOut(string protocol)
    {
        await using var peer = TcpPeer.Silent();
        var time = new ManualTimeProvider();
        var run = Probe.RunAsync(new PortExecutorFactory(), new { host = "127.0.0.1", port = peer.Port, startTls = protocol, timeoutMs = 700 }, time);
        await peer.Connections.WhenCountAsync(1);
        time.Advance(TimeSpan.FromMilliseconds(700));

        var result = await run.Within("the probe");

        Assert.StartsWith("timed out after 700 ms while ", result.Message, StringComparison.Ordinal);
        await peer.ConnectionEnded.WaitAsync("the probe's hanging up");
    }

    public static TheoryData<string> ProtocolNames => [.. PortArguments.StartTlsProtocols];

    public void Dispose() => _certificate.Dispose();

    private static Task<TaskResult> RunAsync(TcpPeer peer, string protocol, string? expect = null) =>
        Probe.RunAsync(new PortExecutorFactory(), new { host = "127.0.0.1", port = peer.Port, startTls = protocol, expect }).Within("the probe");

    private static string MySqlGreeting(bool tls)
    {
        var payload = "\u000a8.0.30\0" + "\u0001\0\0\0" + "12345678\0" + (tls ? "\u0000\u0088" : "\u0000\u0080") + "\u002d\u0002\0\u00ff\u00df\u0015" + new string('\0', 10) + "123456789012\0";
        return $"{(char)payload.Length}\0\0\0{payload}";
    }

    private static string MySqlRequest() => "\u0020\0\0\u0001" + "\u0000\u008a\0\0" + "\0\0\0\u0001" + "\u002d" + new string('\0', 23);
}
