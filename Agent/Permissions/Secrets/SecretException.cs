namespace Keeper.Agent.Permissions.Secrets;

/// <summary>A secret cannot be had; the message names it and never holds anything of it.</summary>
internal sealed class SecretException(string message) : Exception(message);
