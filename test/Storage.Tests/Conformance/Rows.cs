using Keeper.Storage.Agents;
using Keeper.Storage.Tasks;

namespace Keeper.Storage.Tests.Conformance;

/// <summary>Rows for tests; a test changes what it is about.</summary>
internal static class Rows
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 8, 30, 0, 123, 456, TimeSpan.Zero);

    public static TaskRow Task(string id, string vpc = "vpc-a") => new()
    {
        Id = id,
        Vpc = vpc,
        Kind = "port",
        Arguments = """{"host":"10.0.0.5","port":22}""",
        State = 0,
        Version = 1,
        Attempt = 1,
        CreatedAt = Now,
        ExpiresAt = Now.AddHours(1),
        RunTimeoutSeconds = 30,
        Timeline = """[{"state":"CREATED"}]""",
    };

    public static TaskChange Change(string id, int expectedVersion, int state, string? agentId = "agent-1") => new()
    {
        Id = id,
        ExpectedVersion = expectedVersion,
        AgentId = agentId,
        State = state,
        Attempt = 1,
        DueAt = state < TaskRow.FirstTerminalState ? Now.AddSeconds(15) : null,
        Timeline = $"[{state}]",
        FinishedAt = state < TaskRow.FirstTerminalState ? null : Now.AddSeconds(5),
    };

    public static AgentRow Agent(string id, string name, string vpc = "vpc-a") => new()
    {
        Id = id,
        Vpc = vpc,
        Name = name,
        Version = 1,
        CreatedAt = Now,
    };
}
