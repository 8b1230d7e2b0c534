using System.Collections;
using System.Globalization;
using Keeper.Agent;
using Keeper.Agent.Permissions;
using Keeper.Protocol.Validation;

namespace Keeper.AgentHost;

/// <summary>What the command line and the environment ask for.</summary>
/// <param name="Options">The agent's options, not validated yet.</param>
/// <param name="Faults">What could not be understood.</param>
/// <param name="Help">Whether to show the help and end.</param>
/// <param name="Version">Whether to show the version and end.</param>
internal sealed record CommandLine(AgentOptions Options, Faults Faults, bool Help, bool Version)
{
    public const string EnvironmentPrefix = "KEEPER_AGENT_";

    private static readonly string[] Known =
        ["gateway", "token", "name", "data", "label", "capacity", "ca-file", "shutdown-grace", "config", "plugins"];

    /// <summary>Arguments win over the environment, where <c>--ca-file</c> is <c>KEEPER_AGENT_CA_FILE</c> and lists are split by commas.</summary>
    public static CommandLine Parse(IReadOnlyList<string> args, IDictionary environment)
    {
        var faults = new Faults();
        var values = FromArguments(args, faults, out var help, out var version);
        foreach (var option in Known.Where(o => !values.ContainsKey(o)))
        {
            if (environment[EnvironmentPrefix + option.Replace('-', '_').ToUpperInvariant()] is string { Length: > 0 } text)
                values[option] = option is "gateway" or "label" ? [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)] : [text];
        }

        return new(ToOptions(values, faults), faults, help, version);
    }

    /// <summary>What was not understood, and what is not valid of the rest: a person mends all of it at once.</summary>
    public Faults WithInvalidOptions()
    {
        foreach (var (option, messages) in Options.Validate().ByField())
        {
            foreach (var message in messages)
                Faults.Add(option, message);
        }

        return Faults;
    }

    private static Dictionary<string, List<string>> FromArguments(
        IReadOnlyList<string> args, Faults faults, out bool help, out bool version)
    {
        var values = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        (help, version) = (false, false);
        for (var i = 0; i < args.Count; i++)
        {
            var (name, value) = args[i].IndexOf('=') is > 0 and var at && args[i].StartsWith("--", StringComparison.Ordinal)
                ? (args[i][..at], args[i][(at + 1)..]) : (args[i], null);
            if (name is "--help" or "-h")
                help = true;
            else if (name is "--version")
                version = true;
            else if (Array.Find(Known, k => name == $"--{k}" || (k == "gateway" && IsNumberedGateway(name))) is not { } option)
                faults.Add("", $"'{Names.Shorten(args[i])}' is not known here; --help lists what is");
            else if ((value ?? (i + 1 < args.Count ? args[++i] : null)) is { } given)
                (values.TryGetValue(option, out var list) ? list : values[option] = []).Add(given);
            else
                faults.Add(option, "needs a value");
        }

        return values;
    }

    /// <summary><c>--gateway2</c> and so on, besides <c>--gateway</c> given several times.</summary>
    private static bool IsNumberedGateway(string name) =>
        name.StartsWith("--gateway", StringComparison.Ordinal) && int.TryParse(name.AsSpan("--gateway".Length), NumberStyles.None, null, out _);

    private static AgentOptions ToOptions(Dictionary<string, List<string>> values, Faults faults)
    {
        string? One(string option)
        {
            if (!values.TryGetValue(option, out var given))
                return null;
            if (given.Count > 1)
                faults.Add(option, $"is given {given.Count} times; allowed is once");
            return given[0];
        }

        int? Number(string option)
        {
            if (One(option) is not { } text)
                return null;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return number;
            faults.Add(option, $"'{Names.Shorten(text)}' is not a whole number");
            return null;
        }

        var options = new AgentOptions
        {
            Gateways = values.GetValueOrDefault("gateway") ?? ["http://127.0.0.1:7400"],
            Token = One("token"),
            Name = One("name") ?? DefaultName(Environment.MachineName),
            DataFolder = One("data") ?? "agent-data",
            Labels = Labels(values.GetValueOrDefault("label") ?? [], faults),
            CaFile = One("ca-file"),
            PluginFolder = One("plugins"),
        };
        if (One("config") is { } file && AgentConfiguration.Load(file, faults) is { } configuration)
            options = options.With(configuration);
        return options with
        {
            Capacity = Number("capacity") ?? options.Capacity,
            ShutdownGrace = Number("shutdown-grace") is { } seconds ? TimeSpan.FromSeconds(seconds) : options.ShutdownGrace,
        };
    }

    private static Dictionary<string, string> Labels(List<string> texts, Faults faults)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            var at = text.IndexOf('=');
            if (at <= 0)
                faults.Add("label", $"'{Names.Shorten(text)}' is not key=value");
            else if (!labels.TryAdd(text[..at], text[(at + 1)..]))
                faults.Add("label", $"'{Names.Shorten(text[..at])}' is given twice");
        }

        return labels;
    }

    /// <summary>The host's name made into a valid one: lower case, everything else a dash.</summary>
    internal static string DefaultName(string host)
    {
        var name = string.Concat(host.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
        if (name.Length > Names.MaxLength)
            name = name[..Names.MaxLength];
        return name.Length == 0 ? "agent" : name;
    }
}
