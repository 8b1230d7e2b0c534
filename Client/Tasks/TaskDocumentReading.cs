using System.Text.Json;
using Keeper.Protocol.Operator;
using Keeper.Protocol.Tasks;

namespace Keeper.Client.Tasks;

/// <summary>Reads the parts of a task that the platform carries as text.</summary>
public static class TaskDocumentReading
{
    /// <summary>Every state that the task entered, oldest first.</summary>
    /// <exception cref="JsonException">The timeline is not one.</exception>
    public static IReadOnlyList<TimelineEntry> ReadTimeline(this TaskDocument task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return JsonSerializer.Deserialize(task.Timeline.Text ?? "[]", OperatorJson.Default.TimelineEntryArray) ?? [];
    }

    /// <summary>What came of the task; <see langword="null"/> until there is a result.</summary>
    /// <exception cref="JsonException">The result is not one.</exception>
    public static TaskResult? ReadResult(this TaskDocument task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return task.Result is { } result ? JsonSerializer.Deserialize(result.Text, OperatorJson.Default.TaskResult) : null;
    }
}
