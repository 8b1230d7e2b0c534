namespace Keeper.Agent.Permissions;

/// <summary>The agent's own configuration forbids what an instruction is about to do; the message names the rule.</summary>
public sealed class DeniedException(string message) : Exception(message);
