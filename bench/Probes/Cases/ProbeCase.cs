using System.Text.Json.Nodes;

namespace Keeper.Bench.Probes.Cases;

/// <summary>One question, put to both: how each is asked, and the answer that a person would give.</summary>
/// <param name="Name">What is the matter with the target.</param>
/// <param name="Up">Whether the target does what is asked of it.</param>
/// <param name="Prober">The exporter's prober.</param>
/// <param name="Target">The exporter's target.</param>
/// <param name="Settings">The prober's settings.</param>
/// <param name="Kind">Keeper's kind of instruction.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record ProbeCase(string Name, bool Up, string Prober, string Target, JsonObject Settings, string Kind, JsonObject Arguments)
{
    /// <summary>How long both wait for a target that says nothing.</summary>
    public const int TimeoutSeconds = 2;

    public static ProbeCase Http(string name, bool up, string url, JsonObject settings, JsonObject arguments)
    {
        settings["preferred_ip_protocol"] = "ip4";
        (arguments["url"], arguments["timeoutMs"]) = (url, TimeoutSeconds * 1000);
        return new(name, up, "http", url, settings, "http", arguments);
    }

    public static ProbeCase Tcp(string name, bool up, string host, int port, JsonObject settings, JsonObject arguments, string kind = "port")
    {
        settings["preferred_ip_protocol"] = "ip4";
        (arguments["host"], arguments["port"], arguments["timeoutMs"]) = (host, port, TimeoutSeconds * 1000);
        return new(name, up, "tcp", $"{host}:{port}", settings, kind, arguments);
    }

    public static ProbeCase Dns(string name, bool up, int port, string asked, JsonObject settings, JsonObject arguments)
    {
        (settings["preferred_ip_protocol"], settings["query_name"], settings["query_type"]) = ("ip4", asked, "A");
        (arguments["name"], arguments["server"], arguments["timeoutMs"]) = (asked, $"127.0.0.1:{port}", TimeoutSeconds * 1000);
        return new(name, up, "dns", $"127.0.0.1:{port}", settings, "domain", arguments);
    }

    public static ProbeCase Icmp(string name, bool up, string host) => new(
        name, up, "icmp", host, new() { ["preferred_ip_protocol"] = "ip4" }, "icmp",
        new() { ["host"] = host, ["count"] = 1, ["timeoutMs"] = TimeoutSeconds * 1000 });
}
