using System.Text.RegularExpressions;
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

    /// <summary>Host name or address.</summary>
    public required string Host { get; init; }

    /// <summary>Port, 1 to 65535.</summary>
    public required int Port { get; init; }

    /// <summary>Whether to speak UDP instead of TCP.</summary>
    public bool Udp { get; init; }

    /// <summary>How long connecting, and then the conversation, may take together; 1 to 300,000 ms, 5,000 by default.</summary>
    public int TimeoutMs { get; init; } = 5_000;

    /// <summary>Text to send once connected. UDP needs one, because silence proves nothing there. It may be a secret.</summary>
    public string? Send { get; init; }

    /// <summary>What the answer must match.</summary>
    public Regex? Expect { get; init; }

    /// <summary>Whether to make a TLS handshake first (TCP only).</summary>
    public bool Tls { get; init; }

    /// <summary>Reads the arguments; <see langword="null"/> when a fault was noted.</summary>
    public static PortArguments? Read(ObjectReader reader)
    {
        var host = Hosts.Read(reader, "host");
        var port = reader.Number("port", 1, 65535, required: true, about: "Port.");
        var protocol = reader.Choice("protocol", ["tcp", "udp"], otherwise: "tcp",
            about: "Transport. UDP needs something to send, because silence proves nothing there.");
        var timeout = reader.Number("timeoutMs", 1, 300_000, otherwise: 5_000,
            about: "How long connecting, and then the conversation, may take together, in milliseconds.");
        var send = reader.SecretText("send", 8_192, about: "Text to send once connected.");
        var expect = reader.Pattern("expect", about: "Regular expression that the answer must match.");
        var tls = reader.Flag("tls", about: "Make a TLS handshake first; tcp only.") ?? false;
        if (protocol == "udp" && tls)
            reader.Fault("tls", "is for tcp only");
        reader.Done();
        return reader.Faulty ? null : new PortArguments
        {
            Host = host!,
            Port = port!.Value,
            Udp = protocol == "udp",
            TimeoutMs = timeout,
            Send = send,
            Expect = expect,
            Tls = tls,
        };
    }
}
