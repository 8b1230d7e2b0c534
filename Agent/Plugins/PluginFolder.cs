using Keeper.Agent.Execution;
using Keeper.Agent.Probes.Command;
using Keeper.Protocol.Agents;
using Keeper.Protocol.Tasks;
using Keeper.Protocol.Validation;
using Microsoft.Extensions.Logging;

namespace Keeper.Agent.Plugins;

/// <summary>
/// Finds the plug-ins of an agent: each sub-folder of the plug-in folder with a <c>plugin.json</c> is one. What is wrong with
/// one is logged, all of it at once, and told to the platform, and the agent starts without that one.
/// </summary>
internal sealed partial class PluginFolder(IReadOnlyCollection<string> taken, ILogger<PluginFolder> logger)
{
    private const int MaxPlugins = 100;

    /// <summary>Kinds that Keeper keeps for itself although no executor has them.</summary>
    private static readonly string[] Reserved = ["config"];

    private readonly List<PluginManifest> _used = [];
    private readonly List<PluginFault> _refused = [];
    private int _schemas;

    /// <summary>Those that are not used, for operators: the first of them, in short. The log has all.</summary>
    public IReadOnlyList<PluginFault> Refused => _refused;

    /// <summary>The plug-ins of a folder; none when there is no such folder.</summary>
    public IReadOnlyList<IExecutorFactory> Load(string path)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (!Directory.Exists(root))
            return [];
        try
        {
            if ((FileTrust.FaultOf(root) ?? FileTrust.FaultOfParents(root)) is { } distrust)
                Refuse(root, distrust);
            else
                LoadAll([.. Directory.EnumerateDirectories(root).Where(d => Path.GetFileName(d)[0] != '.').Order(StringComparer.Ordinal)]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Refuse(root, e.Message);
        }

        return [.. _used.Select(manifest => new PluginExecutorFactory(manifest))];
    }

    private void LoadAll(IReadOnlyList<string> folders)
    {
        var found = folders.Select(folder => (Folder: folder, Faults: new Faults())).ToList();
        var manifests = found.ConvertAll(f => Load(f.Folder, f.Faults));
        foreach (var twice in manifests.Where(m => m is not null).GroupBy(m => m!.Kind, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            // None of them is more right than the others.
            foreach (var manifest in twice)
                found[manifests.IndexOf(manifest)].Faults.Add("kind", $"'{twice.Key}' is claimed by {string.Join(" and ", twice.Select(m => m!.Folder))}");
        }

        for (var i = 0; i < found.Count; i++)
        {
            if (manifests[i] is { } manifest && found[i].Faults.None)
                Use(manifest, found[i].Faults);
            if (!found[i].Faults.None)
                Refuse(found[i].Folder, found[i].Faults.ToString());
        }
    }

    private PluginManifest? Load(string folder, Faults faults)
    {
        try
        {
            return Examine(folder, faults);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add("", e.Message);
            return null;
        }
    }

    private PluginManifest? Examine(string folder, Faults faults)
    {
        if (FileTrust.FaultOfTree(folder) is { } distrust)
            faults.Add("", distrust);
        if (!File.Exists(Path.Combine(folder, PluginManifest.FileName)))
        {
            faults.Add("", $"it has no {PluginManifest.FileName}");
            return null;
        }

        if (PluginManifest.Load(folder, faults) is not { } manifest)
            return null;
        if (InstructionKinds.TryGet(manifest.Kind, out _) || taken.Contains(manifest.Kind) || Reserved.Contains(manifest.Kind, StringComparer.Ordinal))
            faults.Add("kind", $"'{manifest.Kind}' is one of Keeper's own kinds");
        if (CommandTarget.FaultOf(manifest.Program, folder) is { } missing)
            faults.Add("program", missing);
        else if ((FileTrust.FaultOf(manifest.Program) ?? FileTrust.FaultOfParents(manifest.Program)) is { } distrusted)
            faults.Add("program", distrusted);
        return manifest;
    }

    private void Use(PluginManifest manifest, Faults faults)
    {
        if (_used.Count == MaxPlugins)
            faults.Add("", $"there are {MaxPlugins} plug-ins already, which is the most");
        if (_schemas + manifest.Schema.Text.Length > AgentLimits.SchemasLength)
            faults.Add("argumentsSchema", $"and those of the other plug-ins have more than {AgentLimits.SchemasLength} characters together");
        if (!faults.None)
            return;
        _schemas += manifest.Schema.Text.Length;
        _used.Add(manifest);
        LogUsed(manifest.Kind, manifest.Version, manifest.Folder);
    }

    private void Refuse(string folder, string why)
    {
        LogRefused(folder, why);
        if (_refused.Count < AgentLimits.PluginFaults)
            _refused.Add(new(Results.Cut(Path.GetFileName(folder), AgentLimits.WordLength), Results.Cut(why, AgentLimits.PluginFaultLength)));
    }

    [LoggerMessage(1690, LogLevel.Information, "Plug-in '{Kind}' {Version} from {Folder}")]
    private partial void LogUsed(string kind, string version, string folder);

    [LoggerMessage(1691, LogLevel.Warning, "The plug-in folder {Folder} is not used: {Faults}")]
    private partial void LogRefused(string folder, string faults);
}
