using Keeper.Agent.Permissions;
using Keeper.Agent.Permissions.Secrets;
using Keeper.Protocol.Agents;
using Keeper.Protocol.Validation;

namespace Keeper.Agent;

/// <summary>Everything an agent is told when it starts. <see cref="Validate"/> finds every fault at once.</summary>
public sealed record AgentOptions
{
    /// <summary>Where the platform can be reached, tried in this order.</summary>
    public required IReadOnlyList<string> Gateways { get; init; }

    /// <summary>The agent's name, unique in its VPC.</summary>
    public required string Name { get; init; }

    /// <summary>Folder for identity, journal and outbox. Two agents never share one.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Enrollment token; needed until the agent has an identity in its data folder.</summary>
    public string? Token { get; init; }

    /// <summary>Asked for a token when one is needed and <see cref="Token"/> is not set (the silo's built-in agent).</summary>
    public Func<CancellationToken, ValueTask<string>>? TokenSource { get; init; }

    /// <summary>Labels that operators filter by.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>How many instructions run at once, 1 to 10,000.</summary>
    public int Capacity { get; init; } = 100;

    /// <summary>PEM file with the only certificate authorities to trust for the gateways; the system's when not set.</summary>
    public string? CaFile { get; init; }

    /// <summary>How long running instructions may go on after the agent was asked to stop, 0 to 5 minutes.</summary>
    public TimeSpan ShutdownGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many reports may wait on disk before the agent takes no more work, 1 to 10,000.</summary>
    public int MaxOutboxReports { get; init; } = 5_000;

    /// <summary>How many bytes of reports may wait on disk before the agent takes no more work, 64 KiB to 1 GiB.</summary>
    public long MaxOutboxBytes { get; init; } = 64L << 20;

    /// <summary>The commands that the platform may have run here; none by default.</summary>
    public IReadOnlyList<CommandRule> Commands { get; init; } = [];

    /// <summary>What instructions may reach from here; everything by default.</summary>
    public LocalLimits Limits { get; init; } = LocalLimits.None;

    /// <summary>The texts that instructions may use by name; none by default.</summary>
    public IReadOnlyList<SecretRule> Secrets { get; init; } = [];

    /// <summary>These options with what the agent's own configuration file says.</summary>
    public AgentOptions With(AgentConfiguration configuration) => this with
    {
        Commands = configuration.Commands,
        Limits = configuration.Limits,
        Secrets = configuration.Secrets,
    };

    /// <summary>
    /// Folder with plug-ins, one sub-folder each; <c>plugins</c> in the data folder when not set. What is wrong with a plug-in
    /// is logged, and the agent starts without it.
    /// </summary>
    public string? PluginFolder { get; init; }

    /// <summary>Everything that is wrong with these options, by option.</summary>
    public Faults Validate()
    {
        var faults = new Faults();
        if (Gateways.Count is 0 or > 16)
            faults.Add("gateway", $"{Gateways.Count} URLs are given; allowed are 1 to 16");
        foreach (var url in Gateways)
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
                faults.Add("gateway", $"'{Names.Shorten(url)}' is not an absolute http or https URL");
        }

        if (!AgentLimits.IsName(Name))
            faults.Add("name", $"'{Names.Shorten(Name)}' is not a name: letters, digits, '.', '-' and '_', at most {AgentLimits.NameLength}, the first a letter or digit");
        if (string.IsNullOrWhiteSpace(DataFolder))
            faults.Add("data", "must name a folder");
        if (Token is { Length: 0 or > 400 })
            faults.Add("token", $"has {Token.Length} characters; allowed are 1 to 400");
        CheckRange(faults, "capacity", Capacity, 1, AgentLimits.Capacity);
        CheckRange(faults, "shutdownGraceSeconds", ShutdownGrace.TotalSeconds, 0, 300);
        CheckRange(faults, "maxOutboxReports", MaxOutboxReports, 1, AgentLimits.Running - AgentLimits.Capacity);
        CheckRange(faults, "maxOutboxBytes", MaxOutboxBytes, 64 << 10, 1 << 30);
        if (CaFile is not null && !File.Exists(CaFile))
            faults.Add("caFile", $"'{CaFile}' does not exist");
        if (PluginFolder is not null && !Directory.Exists(PluginFolder))
            faults.Add("plugins", $"'{PluginFolder}' does not exist");
        CheckLabels(faults);
        return faults;
    }

    private void CheckLabels(Faults faults)
    {
        if (Labels.Count > AgentLimits.Labels)
            faults.Add("label", $"{Labels.Count} are given; allowed are at most {AgentLimits.Labels}");
        foreach (var (key, value) in Labels)
        {
            if (key.Length is 0 or > AgentLimits.LabelLength)
                faults.Add("label", $"'{Names.Shorten(key)}' has {key.Length} characters; allowed are 1 to {AgentLimits.LabelLength}");
            if (value.Length > AgentLimits.LabelLength)
                faults.Add("label", $"the value of '{Names.Shorten(key)}' has {value.Length} characters; allowed are at most {AgentLimits.LabelLength}");
        }
    }

    private static void CheckRange(Faults faults, string option, double value, double min, double max)
    {
        if (!(value >= min && value <= max))
            faults.Add(option, $"is {value}; allowed are {min} to {max}");
    }
}
