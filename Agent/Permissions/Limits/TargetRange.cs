using System.Globalization;
using System.Net;
using System.Text.Json;
using Keeper.Protocol.Validation;

namespace Keeper.Agent.Permissions.Limits;

/// <summary>A target as it is asked for; no port for protocols that have none.</summary>
internal readonly record struct Target(IPAddress Address, int? Port)
{
    public override string ToString() => Port is { } port ? $"{Address} port {port}" : $"{Address}";
}

/// <summary>Networks, and the ports of them; without ports every port, and protocols that have none.</summary>
internal sealed record TargetRange(IReadOnlyList<IPNetwork> Networks, IReadOnlyList<(int First, int Last)> Ports)
{
    private const int MaxPorts = 1000;

    /// <summary>Whether the target is inside, taken for the place that it stands for.</summary>
    public bool Allows(Target target) => HasPort(target.Port) && HasAddress(Addresses.Plain(target.Address));

    /// <summary>Whether the target is inside by any way to it: forbidding must not be got round by another spelling.</summary>
    public bool Forbids(Target target) => HasPort(target.Port)
        && (HasAddress(Addresses.Plain(target.Address))
            || (Addresses.BehindTranslator(target.Address) is { } behind && HasAddress(Addresses.Plain(behind))));

    /// <summary>Makes networks of texts, and reads <c>ports</c> beside them.</summary>
    public static TargetRange Read(ObjectReader reader, IEnumerable<(string Text, string Path)> networks)
    {
        var read = new List<IPNetwork>();
        foreach (var (text, path) in networks)
        {
            if (Addresses.TryParse(text, out var network))
                read.Add(network);
            else
                reader.Faults.Add(path, $"'{Names.Shorten(text)}' is neither an address nor a network such as 10.0.0.0/8 (the bits after the prefix are 0)");
        }

        var ports = new List<(int, int)>();
        foreach (var (element, path) in reader.Items("ports", MaxPorts))
        {
            if (ReadPorts(element) is { } range)
                ports.Add(range);
            else
                reader.Faults.Add(path, $"is {Names.Shorten(element.GetRawText())}; a port is \"1\" to \"65535\", or a range of them such as \"8000-8100\"");
        }

        return new TargetRange(read, ports);
    }

    private static (int First, int Last)? ReadPorts(JsonElement element)
    {
        var text = element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText();
        var ends = text.Split('-');
        if (ends.Length > 2 || !TryPort(ends[0], out var first) || !TryPort(ends[^1], out var last) || last < first)
            return null;
        return (first, last);
    }

    private static bool TryPort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= 65535;

    private bool HasPort(int? port) => Ports.Count == 0 || Ports.Any(p => port >= p.First && port <= p.Last);

    private bool HasAddress(IPAddress address) => Networks.Any(n => n.Contains(address));
}
