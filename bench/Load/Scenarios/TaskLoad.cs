using System.Text;
using Keeper.Protocol.Agents;
using Keeper.Protocol.Tasks;

namespace Keeper.Bench.Load.Scenarios;

/// <summary>The task that the load submits, and what an agent says of it.</summary>
internal static class TaskLoad
{
    private static readonly TaskResult Result = new()
    {
        Outcome = Outcome.Success,
        Message = "connected in 1.2 ms",
        DurationMs = 1.2,
        Assertions = [new Assertion("port 5432 accepts a connection", true, "connected")],
        Phases = new Dictionary<string, double>(StringComparer.Ordinal) { ["connect"] = 1.2 },
    };

    public static byte[] Body(string vpc) => Encoding.UTF8.GetBytes(Text(vpc));

    public static byte[] Batch(string vpc, int count) =>
        Encoding.UTF8.GetBytes($$"""{"tasks":[{{string.Join(',', Enumerable.Repeat(Text(vpc), count))}}]}""");

    public static IReadOnlyList<TaskReport> Reports(PollResponse response) =>
    [
        .. response.Instructions.Select(i => new TaskReport
        {
            TaskId = i.TaskId,
            Attempt = i.Attempt,
            State = TaskState.Succeeded,
            At = DateTimeOffset.UtcNow,
            Result = Result,
        }),
    ];

    private static string Text(string vpc) =>
        $$$"""{"vpc":"{{{vpc}}}","kind":"port","arguments":{"host":"10.20.30.40","port":5432,"protocol":"tcp","timeoutMs":2000}}""";
}
