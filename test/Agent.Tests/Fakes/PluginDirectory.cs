using System.Text.Json.Nodes;
using Keeper.Agent.Execution;
using Keeper.Agent.Plugins;
using Keeper.Protocol.Agents;
using Keeper.Testing;
using Microsoft.Extensions.Logging;

namespace Keeper.Agent.Tests;

/// <summary>A plug-in folder of its own for one test. Its programs are shell scripts: every language is one that reads and writes lines.</summary>
internal sealed class PluginDirectory : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PluginDirectory()
    {
        Path = _folder.Combine("plugins");
        Directory.CreateDirectory(Path);
    }

    public string Path { get; }

    /// <summary>What the loader logged.</summary>
    public RecordingLogs Logs { get; } = new();

    /// <summary>A file beside the plug-ins, for scripts to write to.</summary>
    public string Beside(string name) => _folder.Combine(name);

    public string PathOf(string plugin, string file = PluginManifest.FileName) => System.IO.Path.Combine(Path, plugin, file);

    /// <summary>Writes a plug-in whose program is a shell script.</summary>
    public PluginDirectory Add(string name, string script, Action<JsonObject>? change = null)
    {
        var manifest = new JsonObject
        {
            ["kind"] = name,
            ["version"] = "1.2",
            // Not the script itself: a file that was written a moment ago may still be open in a process that is just being started.
            ["program"] = "/bin/sh",
            ["args"] = new JsonArray("run.sh"),
            ["argumentsSchema"] = JsonNode.Parse("""{"type":"object"}"""),
        };
        change?.Invoke(manifest);
        Write(name, PluginManifest.FileName, manifest.ToJsonString());
        Write(name, "run.sh", script + "\n");
        return this;
    }

    public void Write(string plugin, string file, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(PathOf(plugin, file))!);
        File.WriteAllText(PathOf(plugin, file), text);
    }

    /// <summary>What the platform is told of those that were not loaded.</summary>
    public IReadOnlyList<PluginFault> Refused { get; private set; } = [];

    public IReadOnlyList<IExecutorFactory> Load(params string[] taken)
    {
        var folder = new PluginFolder(taken, ((ILoggerFactory)Logs).CreateLogger<PluginFolder>());
        var found = folder.Load(Path);
        Refused = folder.Refused;
        return found;
    }

    /// <summary>The only plug-in.</summary>
    public IExecutorFactory LoadOne()
    {
        var found = Load();
        Assert.True(found.Count == 1, string.Join(" | ", Logs.Entries.Items.Select(e => e.Message)));
        return found[0];
    }

    public void Dispose() => _folder.Dispose();
}
