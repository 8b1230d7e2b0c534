using System.Security.Authentication;
using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Probes;

/// <summary>Arguments of the kind <c>tls</c>: is the certificate chain of a TLS server good, and for how long?</summary>
public sealed record TlsArguments
{
    /// <summary>The kind.</summary>
    public const string Kind = "tls";

    /// <summary>What it does, for people.</summary>
    public const string About = "Is the certificate chain of a TLS server good, and for how long?";

    /// <summary>Arguments that are sound.</summary>
    public const string Example = """{"host": "127.0.0.1", "port": 443, "minDays": 14}""";

    /// <summary>Host name or address to connect to.</summary>
    public required string Host { get; init; }

    /// <summary>Port, 1 to 65535.</summary>
    public required int Port { get; init; }

    /// <summary>The name that the server is asked for (SNI) and that its certificate must carry; the host by default.</summary>
    public required string ServerName { get; init; }

    /// <summary>Days, 0 to 3,650, that every certificate of the chain must still be valid.</summary>
    public int? MinDays { get; init; }

    /// <summary>The oldest version that is good, TLS 1.2 or TLS 1.3; any that this host speaks, unless given.</summary>
    public SslProtocols? MinVersion { get; init; }

    /// <summary>How long everything together may take; 1 to 300,000 ms, 5,000 by default.</summary>
    public int TimeoutMs { get; init; } = 5_000;

    /// <summary>Reads the arguments; <see langword="null"/> when a fault was noted.</summary>
    public static TlsArguments? Read(ObjectReader reader)
    {
        var host = Hosts.Read(reader, "host");
        var port = reader.Number("port", 1, 65535, required: true, about: "Port.");
        var name = Hosts.ReadOptional(reader, "serverName", "Name to ask for (SNI) and to find in the certificate; the host by default.");
        var days = reader.Number("minDays", 0, 3650, about: "Days that every certificate of the chain must still be valid.");
        var version = reader.Choice("minVersion", ["1.2", "1.3"], about: "Oldest version of TLS that is good.");
        var timeout = reader.Number("timeoutMs", 1, 300_000, otherwise: 5_000, about: "How long everything together may take, in milliseconds.");
        reader.Done();
        return reader.Faulty ? null : new TlsArguments
        {
            Host = host!,
            Port = port!.Value,
            ServerName = name ?? host!,
            MinDays = days,
            MinVersion = version is null ? null : version == "1.3" ? SslProtocols.Tls13 : SslProtocols.Tls12,
            TimeoutMs = timeout,
        };
    }
}
