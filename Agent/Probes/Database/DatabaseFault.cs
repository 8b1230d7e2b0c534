namespace Keeper.Agent.Probes.Database;

/// <summary>The target does not do what the stage asks. Its message may quote the server.</summary>
internal class DatabaseFault(string message) : Exception(message);
