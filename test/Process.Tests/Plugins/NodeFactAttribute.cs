namespace Keeper.Process.Tests.Plugins;

/// <summary>A test of a plug-in in JavaScript; skipped, and saying why, where an agent's plug-ins would not find Node.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeFactAttribute : FactAttribute
{
    /// <summary>Looks for the program where a plug-in's own search path leads.</summary>
    public NodeFactAttribute() => Skip = File.Exists("/usr/local/bin/node") || File.Exists("/usr/bin/node") ? null : "needs node in /usr/bin or /usr/local/bin";
}
