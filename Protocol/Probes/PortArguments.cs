using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Probes;

/// <summary>Arguments of the kind <c>port</c>: is a TCP or UDP port alive, and does it say what it should?</summary>
public sealed record PortArguments
{
    /// <summary>The kind.</summary>
    public const string Kind = "port";

    /// <summary>What it does, for people.</summary>
    public const string About = "Is a TCP or UDP port alive, and does it say what it should?";

    /// <summary>Arguments that are sound.</summary>
    public const string Example = """{"host": "127.0.0.1", "port": 22, "protocol": "tcp"}""";

    /// <summary>Protocols that can change to TLS in the middle.</summary>
    public static readonly string[] StartTlsProtocols = ["smtp", "imap", "pop3", "ftp", "postgresql", "mysql", "ldap", "xmpp"];

    private const int MaxSteps = 20;

    /// <summary>Host name or address.</summary>
    public required string Host { get; init; }

    /// <summary>Port, 1 to 65535.</summary>
    public required int Port { get; init; }

    /// <summary>Whether to speak UDP instead of TCP.</summary>
    public bool Udp { get; init; }

    /// <summary>How long connecting, and then the conversation, may take together; 1 to 300,000 ms, 5,000 by default.</summary>
    public int TimeoutMs { get; init; } = 5_000;

    /// <summary>Whether to make a TLS handshake first (TCP only).</summary>
    public bool Tls { get; init; }

    /// <summary>
    /// The protocol, one of <see cref="StartTlsProtocols"/>, in whose own words to agree on TLS after connecting (TCP only);
    /// <see langword="null"/> for none.
    /// </summary>
    public string? StartTls { get; init; }

    /// <summary>
    /// The conversation, at most 20 steps; <c>send</c>, <c>sendHex</c> and <c>expect</c> beside the host are its short form
    /// of one step. UDP takes one, and needs something to send, because silence proves nothing there.
    /// </summary>
    public IReadOnlyList<PortStep> Steps { get; init; } = [];

    /// <summary>Reads the arguments; <see langword="null"/> when a fault was noted.</summary>
    public static PortArguments? Read(ObjectReader reader)
    {
        var host = Hosts.Read(reader, "host");
        var port = reader.Number("port", 1, 65535, required: true, about: "Port.");
        var udp = reader.Choice("protocol", ["tcp", "udp"], otherwise: "tcp",
            about: "Transport. UDP needs something to send, because silence proves nothing there.") == "udp";
        var timeout = reader.Number("timeoutMs", 1, 300_000, otherwise: 5_000,
            about: "How long connecting, and then the conversation, may take together, in milliseconds.");
        var only = PortStep.ReadFields(reader);
        var steps = reader.Groups("steps", MaxSteps, PortStep.Read, about: "Conversation of several steps, instead of send and expect.");
        if (steps.Count > 0 && !only.IsEmpty)
            reader.Fault("steps", "are given, and so is send, sendHex or expect; allowed is one of them");
        var tls = reader.Flag("tls", about: "Make a TLS handshake first; tcp only.") ?? false;
        var startTls = reader.Choice("startTls", StartTlsProtocols, about: "Protocol in whose words to agree on TLS after connecting; tcp only.");
        if (tls && startTls is not null)
            reader.Fault("startTls", "is given, and so is tls; allowed is one of them");
        if (udp)
            FaultWhatUdpHasNot(reader, tls, startTls, steps);
        reader.Done();
        return reader.Faulty ? null : new PortArguments
        {
            Host = host!,
            Port = port!.Value,
            Udp = udp,
            TimeoutMs = timeout,
            Tls = tls,
            StartTls = startTls,
            Steps = only.IsEmpty ? steps : [only],
        };
    }

    private static void FaultWhatUdpHasNot(ObjectReader reader, bool tls, string? startTls, IReadOnlyList<PortStep> steps)
    {
        if (tls)
            reader.Fault("tls", "is for tcp only");
        if (startTls is not null)
            reader.Fault("startTls", "is for tcp only");
        if (steps.Count > 0)
            reader.Fault("steps", "are for tcp only");
    }
}
