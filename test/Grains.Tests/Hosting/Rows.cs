using Keeper.Grains.Agents;
using Keeper.Grains.Tasks;
using Keeper.Protocol.Tasks;
using Keeper.Storage.Tasks;

namespace Keeper.Grains.Tests.Hosting;

/// <summary>Rows and terms for decisions that need neither a silo nor a store.</summary>
internal static class Rows
{
    public const string AgentId = "a1";

    public static readonly DateTimeOffset Now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    /// <summary>Ten timestamps a second; a lease of 15 seconds.</summary>
    public static LeaseTerms Terms(long now = 1_000) => new(AgentId, "one", now, Now, now + 150, Grace, 10);

    public static TaskRow Row(
        TaskState state = TaskState.Created, string id = "t1", string kind = "port", bool pinned = false, int priority = 0, int attempt = 1) => new()
        {
            Id = id,
            Vpc = "vpc-a",
            AgentId = AgentId,
            Pinned = pinned,
            Kind = kind,
            Arguments = kind == "port" ? Sample.Port().Arguments : "{}",
            State = (int)state,
            Version = 7,
            Attempt = attempt,
            Priority = priority,
            CreatedAt = Now,
            ExpiresAt = Now.AddSeconds(60),
            RunTimeoutSeconds = 60,
            Timeline = Timeline.Begin(Timeline.Entry(TaskState.Created, Now, "accepted")),
            StartedAt = state == TaskState.Running ? Now : null,
        };

    public static TaskBook Book(params TaskRow[] rows)
    {
        var book = new TaskBook(AgentId);
        foreach (var row in rows)
            book.Add(row).LeaseUntil = 1_150;
        return book;
    }

    /// <summary>Every state.</summary>
    public static IEnumerable<TaskState> States => Enum.GetValues<TaskState>();
}
