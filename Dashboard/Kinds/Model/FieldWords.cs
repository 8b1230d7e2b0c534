using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Keeper.Dashboard.Kinds.Model;

/// <summary>Names of fields and figures as people read them: <c>maxLatencyMs</c> is "Max latency" in ms.</summary>
internal static partial class FieldWords
{
    private static readonly (string Suffix, string Unit)[] Units =
    [
        ("Ms", "ms"), ("Milliseconds", "ms"), ("Seconds", "s"), ("Percent", "%"), ("Bytes", "bytes"), ("PerSecond", "/s"),
    ];

    private static readonly FrozenDictionary<string, string> Acronyms = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["url"] = "URL",
        ["tls"] = "TLS",
        ["dns"] = "DNS",
        ["http"] = "HTTP",
        ["cpu"] = "CPU",
        ["id"] = "ID",
        ["rtt"] = "RTT",
        ["ip"] = "IP",
        ["json"] = "JSON",
        ["sni"] = "SNI",
        ["ca"] = "CA",
        ["tcp"] = "TCP",
        ["udp"] = "UDP",
        ["stdin"] = "Standard input",
        ["args"] = "Arguments",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The name without its unit, in words.</summary>
    public static string Label(string name)
    {
        var words = Word().Matches(WithoutUnit(name)).Select(m => m.Value.ToLowerInvariant()).Select(w => Acronyms.GetValueOrDefault(w, w)).ToList();
        return words.Count == 0 ? name : string.Join(' ', words.Select((w, i) => i == 0 ? string.Concat(char.ToUpperInvariant(w[0]).ToString(), w.AsSpan(1)) : w));
    }

    /// <summary>The unit that the name ends in; <see langword="null"/> for none.</summary>
    public static string? Unit(string name) =>
        Array.Find(Units, u => EndsIn(name, u.Suffix)) is { Suffix: not null } unit ? unit.Unit : null;

    private static string WithoutUnit(string name) =>
        Array.Find(Units, u => EndsIn(name, u.Suffix)) is { Suffix: { } suffix } ? name[..^suffix.Length] : name;

    private static bool EndsIn(string name, string suffix) =>
        name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.Ordinal);

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+|[0-9]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();
}
