using Keeper.Grains.Tasks;
using Keeper.Protocol.Tasks;
using Keeper.Testing;

namespace Keeper.Gateway.Tests.Fakes;

/// <summary>A task's grain with observers that a test can tell.</summary>
internal sealed class FakeTask : ITaskGrain
{
    public static readonly DateTimeOffset Start = new(2026, 11, 22, 1, 2, 3, TimeSpan.Zero);

    public TaskInfo? Info { get; set; }

    public Recorder<ITaskObserver> Subscriptions { get; } = new();

    public Recorder<ITaskObserver> Unsubscriptions { get; } = new();

    public static TaskInfo New(string id, string vpc, TaskState state = TaskState.Created) => new()
    {
        Id = id,
        Vpc = vpc,
        Kind = "port",
        Arguments = """{"host":"h","port":1,"protocol":"tcp"}""",
        State = state,
        Attempt = 1,
        CreatedAt = Start,
        Timeline = """[{"state":"CREATED","at":"2026-11-22T01:02:03Z","cause":"submitted"}]""",
        Result = state.IsTerminal() ? """{"outcome":"Success","message":"open","durationMs":1.5,"assertions":[],"output":""}""" : null,
        RunTimeoutSeconds = 30,
        ExpiresAt = Start.AddHours(1),
        Version = (int)state + 1,
        FinishedAt = state.IsTerminal() ? Start.AddSeconds(1) : null,
    };

    public Task TellAsync(TaskInfo task)
    {
        Info = task;
        return Subscriptions.Items[^1].ChangedAsync(task);
    }

    public Task<TaskInfo?> GetAsync() => Task.FromResult(Info);

    public Task<CancelAnswer> CancelAsync(string cause)
    {
        if (Info is not { } task)
            return Task.FromResult(new CancelAnswer(null, false));
        if (task.State.IsTerminal())
            return Task.FromResult(new CancelAnswer(task, false));
        Info = task with { State = TaskState.Cancelled };
        return Task.FromResult(new CancelAnswer(Info, true));
    }

    public Task<TaskInfo?> SubscribeAsync(ITaskObserver observer)
    {
        var task = Info;
        Subscriptions.Add(observer);
        return Task.FromResult(task);
    }

    public Task UnsubscribeAsync(ITaskObserver observer)
    {
        Unsubscriptions.Add(observer);
        return Task.CompletedTask;
    }

    public Task ChangedAsync(TaskInfo task) => throw new NotSupportedException();
}
