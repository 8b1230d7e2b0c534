using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Probes;

/// <summary>Arguments of the kind <c>icmp</c>: does a host answer echo requests, how many of a burst, and how fast?</summary>
public sealed record IcmpArguments
{
    /// <summary>The kind.</summary>
    public const string Kind = "icmp";

    /// <summary>What it does, for people.</summary>
    public const string About = "Does a host answer echo requests, how many of a burst, and how fast?";

    /// <summary>Arguments that are sound.</summary>
    public const string Example = """{"host": "127.0.0.1"}""";

    /// <summary>Host name or address.</summary>
    public required string Host { get; init; }

    /// <summary>Echo requests in the burst, 1 to 20, 4 by default.</summary>
    public int Count { get; init; } = 4;

    /// <summary>How long to wait for answers after the last request; 1 to 60,000 ms, 2,000 by default.</summary>
    public int TimeoutMs { get; init; } = 2_000;

    /// <summary>Most requests in percent that may stay without an answer; unless given, one answer is enough.</summary>
    public int? MaxLossPercent { get; init; }

    /// <summary>Longest average round trip, 1 to 60,000 ms.</summary>
    public int? MaxLatencyMs { get; init; }

    /// <summary>Reads the arguments; <see langword="null"/> when a fault was noted.</summary>
    public static IcmpArguments? Read(ObjectReader reader)
    {
        var host = Hosts.Read(reader, "host");
        var count = reader.Number("count", 1, 20, otherwise: 4, about: "Echo requests in the burst.");
        var timeout = reader.Number("timeoutMs", 1, 60_000, otherwise: 2_000,
            about: "How long to wait for answers after the last request, in milliseconds.");
        var loss = reader.Number("maxLossPercent", 0, 100,
            about: "Most requests, in percent, that may stay without an answer; without it one answer is enough.");
        var latency = reader.Number("maxLatencyMs", 1, 60_000, about: "Longest average round trip, in milliseconds.");
        reader.Done();
        return reader.Faulty ? null : new IcmpArguments
        {
            Host = host!,
            Count = count,
            TimeoutMs = timeout,
            MaxLossPercent = loss,
            MaxLatencyMs = latency,
        };
    }
}
