using Keeper.Storage.Tasks;

namespace Keeper.Bench.Storage;

/// <summary>The three writes of a task, in the sizes of a port probe.</summary>
internal static class LifeCycle
{
    public static DateTimeOffset Now { get; } = new(2026, 11, 22, 8, 30, 0, TimeSpan.Zero);

    private const string Created = """{"state":"CREATED","at":"2026-11-22T08:30:00.123456Z","cause":"submitted"}""";
    private const string Dispatching =
        """{"state":"DISPATCHING","at":"2026-11-22T08:30:00.223456Z","cause":"leased","agentId":"0199a0c3b2f47d0e9b8a7c6d5e4f3a21","attempt":1}""";
    private const string Running = """{"state":"RUNNING","at":"2026-11-22T08:30:00.323456Z","cause":"executor has it","attempt":1}""";
    private const string Succeeded = """{"state":"SUCCEEDED","at":"2026-11-22T08:30:00.423456Z","cause":"reported","attempt":1}""";
    private const string Result =
        """{"outcome":"Success","message":"connected","durationMs":3.2,"assertions":[{"text":"connects","passed":true,"actual":"3 ms"}]}""";

    private static readonly string[] Agents =
        [.. Enumerable.Range(0, 100).Select(i => Guid.CreateVersion7(Now.AddSeconds(i)).ToString("N"))];

    public static TaskRow Task(int number) => new()
    {
        Id = Guid.CreateVersion7(Now.AddMilliseconds(number)).ToString("N"),
        Vpc = "vpc-" + (number % 10),
        AgentId = Agents[number % Agents.Length],
        Kind = "port",
        Arguments = """{"host":"10.0.0.5","port":22,"protocol":"tcp","timeoutMs":3000}""",
        State = 0,
        Version = 1,
        Attempt = 1,
        CreatedAt = Now.AddMilliseconds(number),
        ExpiresAt = Now.AddHours(1),
        RunTimeoutSeconds = 30,
        DueAt = Now.AddHours(1).AddMilliseconds(number),
        Timeline = $"[{Created}]",
    };

    public static TaskChange HandOut(TaskRow task) => new()
    {
        Id = task.Id,
        ExpectedVersion = 1,
        AgentId = task.AgentId,
        State = 1,
        Attempt = 1,
        DueAt = task.CreatedAt.AddSeconds(15),
        Timeline = $"[{Created},{Dispatching}]",
    };

    public static TaskChange End(TaskRow task) => new()
    {
        Id = task.Id,
        ExpectedVersion = 2,
        AgentId = task.AgentId,
        State = 3,
        Attempt = 1,
        DueAt = null,
        Timeline = $"[{Created},{Dispatching},{Running},{Succeeded}]",
        Result = Result,
        StartedAt = task.CreatedAt.AddSeconds(1),
        FinishedAt = task.CreatedAt.AddSeconds(2),
    };
}
