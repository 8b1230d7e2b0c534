using Keeper.Agent.Permissions;
using Keeper.Protocol.Validation;
using Microsoft.Extensions.Options;

namespace Keeper.Silo;

/// <summary>Where the silo listens (section <c>Keeper</c>).</summary>
public sealed class SiloOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Keeper";

    /// <summary>Agent-facing listener.</summary>
    public ListenerOptions Gateway { get; set; } = new() { Url = "http://127.0.0.1:7400" };

    /// <summary>Operator-facing listener: API and dashboard.</summary>
    public ListenerOptions Operator { get; set; } = new() { Url = "http://127.0.0.1:7480" };

    /// <summary>The agent that runs inside the silo.</summary>
    public LocalAgentOptions LocalAgent { get; set; } = new();
}

/// <summary>One listener.</summary>
public sealed class ListenerOptions
{
    /// <summary><c>http://host:port</c> or <c>https://host:port</c>; port 0 takes a free one.</summary>
    public string Url { get; set; } = "";

    /// <summary>How others reach it, where that differs: told to whoever asks a stand-by.</summary>
    public string? AdvertisedUrl { get; set; }
}

/// <summary>The built-in agent (section <c>Keeper:LocalAgent</c>).</summary>
public sealed class LocalAgentOptions
{
    /// <summary>Whether it runs; on by default.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Its own configuration file: commands, limits and secrets, as of any agent (docs/components/agent.md).</summary>
    public string? Config { get; set; }
}

internal sealed class SiloOptionsValidator : IValidateOptions<SiloOptions>
{
    public ValidateOptionsResult Validate(string? name, SiloOptions options)
    {
        var failures = new List<string>();
        Check("Gateway", options.Gateway, failures);
        Check("Operator", options.Operator, failures);
        if (failures.Count == 0 && SameAddress(options.Gateway.Url, options.Operator.Url))
            failures.Add($"Keeper:Gateway:Url and Keeper:Operator:Url are both '{options.Gateway.Url}'; they must differ.");
        Check(options.LocalAgent, failures);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static void Check(string listener, ListenerOptions options, List<string> failures)
    {
        if (!Uri.TryCreate(options.Url, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
            failures.Add($"Keeper:{listener}:Url is '{options.Url}'; it must be http://host:port or https://host:port.");
        else if (url.AbsolutePath != "/")
            failures.Add($"Keeper:{listener}:Url is '{options.Url}'; it must not have a path.");
        if (options.AdvertisedUrl is { } advertised && !(Uri.TryCreate(advertised, UriKind.Absolute, out var other) && other.Scheme is "http" or "https"))
            failures.Add($"Keeper:{listener}:AdvertisedUrl is '{advertised}'; it must be an absolute http or https address.");
    }

    /// <summary>An agent that started without its limits would be worse than none, so the silo does not start either.</summary>
    private static void Check(LocalAgentOptions options, List<string> failures)
    {
        if (!options.Enabled || options.Config is not { } path)
            return;
        var faults = new Faults();
        AgentConfiguration.Load(path, faults);
        failures.AddRange(faults.ByField().SelectMany(f => f.Value.Select(m => $"Keeper:LocalAgent:Config, {f.Key}: {m}")));
    }

    private static bool SameAddress(string left, string right) =>
        new Uri(left) is var l && new Uri(right) is var r && l.Port == r.Port && l.Port != 0
        && string.Equals(l.Host, r.Host, StringComparison.OrdinalIgnoreCase);
}
