namespace Keeper.Protocol.Tasks;

/// <summary>Answer of <c>POST /tasks/batch</c>.</summary>
/// <param name="Ids">The tasks, in the order in which they were submitted.</param>
public sealed record TaskIds(IReadOnlyList<string> Ids);
