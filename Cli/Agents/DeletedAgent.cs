namespace Keeper.Cli.Agents;

/// <summary>What <c>agent delete --json</c> prints: the API answers without a body.</summary>
internal sealed record DeletedAgent(string Id, bool Deleted = true);
