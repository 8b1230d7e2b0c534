using System.Text.Json.Serialization;

namespace Keeper.Protocol.Tasks;

/// <summary>
/// The state of a task (mission A5; docs/task-states.md shows the diagram). The numbers are stored: never renumber.
/// </summary>
[JsonConverter(typeof(JsonStringEnumConverter<TaskState>))]
public enum TaskState
{
    /// <summary>Accepted and on disk; nobody has it yet.</summary>
    [JsonStringEnumMemberName("CREATED")] Created = 0,

    /// <summary>Leased to an agent, which is handing it to an executor.</summary>
    [JsonStringEnumMemberName("DISPATCHING")] Dispatching = 1,

    /// <summary>The executor has it.</summary>
    [JsonStringEnumMemberName("RUNNING")] Running = 2,

    /// <summary>The executor succeeded.</summary>
    [JsonStringEnumMemberName("SUCCEEDED")] Succeeded = 3,

    /// <summary>The target failed, or the executor could not do it.</summary>
    [JsonStringEnumMemberName("FAILED")] Failed = 4,

    /// <summary>It outlived its run time-out, or its outcome will never be known.</summary>
    [JsonStringEnumMemberName("TIMED_OUT")] TimedOut = 5,

    /// <summary>An operator ended it.</summary>
    [JsonStringEnumMemberName("CANCELLED")] Cancelled = 6,

    /// <summary>Nobody took it in time.</summary>
    [JsonStringEnumMemberName("EXPIRED")] Expired = 7,
}

/// <summary>What every side needs to know about a state.</summary>
public static class TaskStates
{
    private static readonly string[] Words =
        ["CREATED", "DISPATCHING", "RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "CANCELLED", "EXPIRED"];

    /// <summary>Whether nothing can follow.</summary>
    public static bool IsTerminal(this TaskState state) => state >= TaskState.Succeeded;

    /// <summary>The state's word on the wire.</summary>
    public static string Word(this TaskState state) => Words[(int)state];

    /// <summary>The state of a word on the wire, in any case.</summary>
    public static bool TryParse(string? word, out TaskState state)
    {
        var index = Array.FindIndex(Words, w => string.Equals(w, word, StringComparison.OrdinalIgnoreCase));
        state = index < 0 ? default : (TaskState)index;
        return index >= 0;
    }

    /// <summary>All words, in the order of the life cycle.</summary>
    public static IReadOnlyList<string> All => Words;
}
