using System.Net;
using System.Text.RegularExpressions;
using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Probes;

/// <summary>
/// Arguments of the kind <c>domain</c>: does a name resolve, and to what? Without <see cref="Server"/>,
/// <see cref="RecordType"/> and <see cref="Transport"/> the system's resolver is asked, hosts file included.
/// </summary>
public sealed record DomainArguments
{
    /// <summary>The kind.</summary>
    public const string Kind = "domain";

    /// <summary>What it does, for people.</summary>
    public const string About = "Does a name resolve, and to what?";

    /// <summary>Arguments that are sound.</summary>
    public const string Example = """{"name": "localhost"}""";

    /// <summary>Record types that can be asked for.</summary>
    public static readonly string[] RecordTypes = ["A", "AAAA", "CNAME", "MX", "NS", "TXT", "SOA", "SRV", "PTR", "CAA"];

    /// <summary>The name to resolve.</summary>
    public required string Name { get; init; }

    /// <summary>One of <see cref="RecordTypes"/>; <see langword="null"/> leaves it to the system or, with a server, to <c>A</c>.</summary>
    public string? RecordType { get; init; }

    /// <summary>DNS server to ask, <c>address</c> or <c>address:port</c> (<c>[v6]:port</c>); <see langword="null"/> for the system's.</summary>
    public IPEndPoint? Server { get; init; }

    /// <summary>
    /// How a DNS server is asked: <c>udp</c>, by TCP only when the answer is too long for that, or <c>tcp</c> alone;
    /// <see langword="null"/> for UDP if a server is asked at all.
    /// </summary>
    public string? Transport { get; init; }

    /// <summary>How long everything together may take; 1 to 60,000 ms, 10,000 by default.</summary>
    public int TimeoutMs { get; init; } = 10_000;

    /// <summary>What at least one record, as text, must match.</summary>
    public Regex? Expect { get; init; }

    /// <summary>Addresses of which every one must be among the answers.</summary>
    public IReadOnlyList<IPAddress>? ExpectAddresses { get; init; }

    /// <summary>Reads the arguments; <see langword="null"/> when a fault was noted.</summary>
    public static DomainArguments? Read(ObjectReader reader)
    {
        var name = reader.Text("name", 253, required: true, about: "The name to resolve.");
        var type = reader.Choice("recordType", RecordTypes,
            about: "Type of record to ask for; without it the system's resolver is asked, or a server for A.");
        var server = ReadServer(reader);
        var transport = reader.Choice("transport", ["udp", "tcp"],
            about: "How to ask a DNS server: udp, by TCP only when the answer is too long for that, or tcp alone.");
        var timeout = reader.Number("timeoutMs", 1, 60_000, otherwise: 10_000, about: "How long everything together may take, in milliseconds.");
        var expect = reader.Pattern("expect", about: "Regular expression that at least one record, as text, must match.");
        var addresses = ReadAddresses(reader);
        reader.Done();
        return reader.Faulty ? null : new DomainArguments
        {
            Name = name!,
            RecordType = type,
            Server = server,
            Transport = transport,
            TimeoutMs = timeout,
            Expect = expect,
            ExpectAddresses = addresses,
        };
    }

    private static IPEndPoint? ReadServer(ObjectReader reader)
    {
        if (reader.Text("server", 100, about: "DNS server to ask, as address or address:port; the system's resolver by default.") is not { } text)
            return null;
        if (!IPEndPoint.TryParse(text, out var server))
        {
            reader.Fault("server", $"'{text}' is neither an address nor an address with a port");
            return null;
        }

        return server.Port == 0 ? new IPEndPoint(server.Address, 53) : server;
    }

    private static List<IPAddress>? ReadAddresses(ObjectReader reader)
    {
        if (reader.Texts("expectAddresses", 100, 100, about: "Addresses of which every one must be among the answers.") is not { } texts)
            return null;
        var addresses = new List<IPAddress>(texts.Count);
        foreach (var text in texts)
        {
            if (IPAddress.TryParse(text, out var address))
                addresses.Add(address);
            else
                reader.Fault("expectAddresses", $"'{text}' is not an address");
        }

        return addresses;
    }
}
