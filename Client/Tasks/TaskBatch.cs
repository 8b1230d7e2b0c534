using Keeper.Protocol.Tasks;

namespace Keeper.Client.Tasks;

/// <summary>Tasks to submit together.</summary>
/// <param name="Tasks">The tasks.</param>
internal sealed record TaskBatch(IReadOnlyList<TaskRequest> Tasks);
