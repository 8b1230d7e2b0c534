using System.Security;

namespace Keeper.Agent.Probes.Port.StartTls;

/// <summary>Protocols of text: SMTP (RFC 3207), IMAP and POP3 (RFC 2595), FTP (RFC 4217), XMPP (RFC 6120).</summary>
internal static class LineProtocols
{
    /// <summary>A server has more to say in one reply only if it means harm.</summary>
    private const int MaxLines = 200;

    public static async Task SmtpAsync(PlainTalk talk, CancellationToken ct)
    {
        await ReplyAsync(talk, "220", ct);
        await talk.SayAsync("EHLO keeper.invalid\r\n", ct);
        var offers = await ReplyAsync(talk, "250", ct);
        if (!offers.Any(l => l.Length > 4 && l[4..].Trim().Equals("STARTTLS", StringComparison.OrdinalIgnoreCase)))
            throw talk.Fault("it does not offer STARTTLS");
        await talk.SayAsync("STARTTLS\r\n", ct);
        await ReplyAsync(talk, "220", ct);
    }

    public static async Task FtpAsync(PlainTalk talk, CancellationToken ct)
    {
        await ReplyAsync(talk, "220", ct);
        await talk.SayAsync("AUTH TLS\r\n", ct);
        await ReplyAsync(talk, "234", ct);
    }

    public static async Task Pop3Async(PlainTalk talk, CancellationToken ct)
    {
        await LineAsync(talk, "+OK", ct);
        await talk.SayAsync("STLS\r\n", ct);
        await LineAsync(talk, "+OK", ct);
    }

    public static async Task ImapAsync(PlainTalk talk, CancellationToken ct)
    {
        await LineAsync(talk, "* OK", ct);
        await talk.SayAsync("k1 STARTTLS\r\n", ct);
        for (var lines = 0; lines < MaxLines; lines++)
        {
            var line = await talk.LineAsync(ct);
            // Lines that begin with a star are news, not the reply.
            if (line.StartsWith("k1 OK", StringComparison.OrdinalIgnoreCase))
                return;
            if (!line.StartsWith("* ", StringComparison.Ordinal))
                throw talk.Refused("k1 OK", line);
        }

        throw talk.Fault($"it does not come to an answer in {MaxLines} lines");
    }

    public static async Task XmppAsync(PlainTalk talk, string host, CancellationToken ct)
    {
        await talk.SayAsync(
            $"<?xml version='1.0'?><stream:stream to='{SecurityElement.Escape(host)}' version='1.0' "
            + "xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>",
            ct);
        var features = await talk.UntilAsync("</stream:features>", ct);
        if (!features.Contains("urn:ietf:params:xml:ns:xmpp-tls", StringComparison.Ordinal))
            throw talk.Fault("it does not offer STARTTLS");
        await talk.SayAsync("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>", ct);
        var answer = await talk.UntilAsync(">", ct);
        if (!answer.TrimStart().StartsWith("<proceed", StringComparison.Ordinal))
            throw talk.Refused("<proceed/>", answer);
        if (!answer.EndsWith("/>", StringComparison.Ordinal))
            await talk.UntilAsync("</proceed>", ct);
    }

    /// <summary>A reply of one or more lines, all of which begin with the code; a dash after it promises another.</summary>
    private static async Task<IReadOnlyList<string>> ReplyAsync(PlainTalk talk, string code, CancellationToken ct)
    {
        var lines = new List<string>();
        for (var last = false; !last;)
        {
            var line = await talk.LineAsync(ct);
            lines.Add(line);
            if (lines.Count > MaxLines)
                throw talk.Fault($"it does not come to an answer in {MaxLines} lines");
            // FTP leaves the code out of the lines in the middle.
            last = line.Length == 3 || (line.Length > 3 && line[3] == ' ' && line[..3].All(char.IsAsciiDigit));
        }

        return lines[^1].StartsWith(code, StringComparison.Ordinal) ? lines : throw talk.Refused(code, lines[^1]);
    }

    private static async Task LineAsync(PlainTalk talk, string begin, CancellationToken ct)
    {
        var line = await talk.LineAsync(ct);
        if (!line.StartsWith(begin, StringComparison.OrdinalIgnoreCase))
            throw talk.Refused(begin, line);
    }
}
