using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;

namespace Keeper.Process.Tests.Faults;

/// <summary>An attempt as an agent knows it.</summary>
internal readonly record struct DiskAttempt(string TaskId, int Attempt);

/// <summary>What an agent has written down: attempts that it began, reports, and which of these are settled.</summary>
internal sealed record AgentDisk(
    IReadOnlySet<DiskAttempt> Begun, IReadOnlyDictionary<DiskAttempt, JsonNode> Reports, IReadOnlySet<DiskAttempt> Settled)
{
    // A checksum (CRC-32C, eight hexadecimal digits) and a space stand before the JSON of each line.
    private const int Prefix = 9;

    public static AgentDisk Read(string folder)
    {
        var begun = Lines(Path.Combine(folder, "attempts.log")).Select(Attempt).ToHashSet();
        var reports = new Dictionary<DiskAttempt, JsonNode>();
        var settled = new HashSet<DiskAttempt>();
        foreach (var entry in Lines(Path.Combine(folder, "outbox.log")))
        {
            if (entry["put"] is { } report)
                reports[Attempt(report)] = report;
            settled.UnionWith((entry["done"]?.AsArray() ?? []).Select(done => Attempt(done!)));
        }

        return new AgentDisk(begun, reports, settled);
    }

    private static DiskAttempt Attempt(JsonNode node) => new((string)node["taskId"]!, (int)node["attempt"]!);

    private static IEnumerable<JsonNode> Lines(string path) => File.Exists(path)
        ? File.ReadLines(path, Encoding.UTF8).Select(Parse).OfType<JsonNode>()
        : [];

    /// <summary>A kill may tear the last line, and a test may have damaged others: these say nothing.</summary>
    private static JsonNode? Parse(string line) =>
        line.Length > Prefix && line[..(Prefix - 1)] == Checksum(Encoding.UTF8.GetBytes(line[Prefix..])) ? JsonNode.Parse(line[Prefix..]) : null;

    private static string Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var each in bytes)
            crc = BitOperations.Crc32C(crc, each);
        return (~crc).ToString("x8", CultureInfo.InvariantCulture);
    }
}
