namespace Keeper.Agent.Plugins;

/// <summary>A plug-in does not keep to the protocol; the message goes on after its name.</summary>
internal sealed class PluginFaultException(string message) : Exception(message);
