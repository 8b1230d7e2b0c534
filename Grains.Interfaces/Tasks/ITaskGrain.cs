using Orleans;
using Orleans.CodeGeneration;
using Orleans.Concurrency;

namespace Keeper.Grains.Tasks;

/// <summary>
/// A task's face to whoever asks about it; the key is the task's id. The rows belong to the agent that has the task (or
/// to the VPC while none has); this grain is in memory only while someone looks.
/// </summary>
[Alias("keeper.ITaskGrain"), Version(1)]
public interface ITaskGrain : IGrainWithStringKey
{
    /// <summary>The task as it stands on disk; <see langword="null"/> when there is none.</summary>
    [AlwaysInterleave, Alias("Get")]
    Task<TaskInfo?> GetAsync();

    /// <summary>
    /// Ends the task. The agent that has it is told with its next poll.
    /// </summary>
    /// <param name="cause">Who and why, for the timeline.</param>
    /// <returns>What came of it; <see cref="CancelAnswer.Task"/> is <see langword="null"/> when there is no such task.</returns>
    [Alias("Cancel")]
    Task<CancelAnswer> CancelAsync(string cause);

    /// <summary>
    /// Tells the observer of every change from now on. It is forgotten after a minute unless it subscribes again.
    /// </summary>
    /// <returns>The task as it stands after the subscription took hold, so that no change falls in between.</returns>
    [Alias("Subscribe")]
    Task<TaskInfo?> SubscribeAsync(ITaskObserver observer);

    /// <summary>Forgets the observer.</summary>
    [Alias("Unsubscribe")]
    Task UnsubscribeAsync(ITaskObserver observer);

    /// <summary>The owner of the row says that it has changed, on disk.</summary>
    [OneWay, AlwaysInterleave, Alias("Changed")]
    Task ChangedAsync(TaskInfo task);
}

/// <summary>Someone who waits for a task.</summary>
[Alias("keeper.ITaskObserver")]
public interface ITaskObserver : IGrainObserver
{
    /// <summary>The task has changed, on disk.</summary>
    [OneWay, Alias("Changed")]
    Task ChangedAsync(TaskInfo task);
}

/// <summary>What came of a cancellation.</summary>
/// <param name="Task">The task as it now stands; <see langword="null"/> when there is none.</param>
/// <param name="Cancelled">Whether this call ended it; <see langword="false"/> when it had ended before.</param>
[GenerateSerializer, Immutable, Alias("keeper.CancelAnswer")]
public sealed record CancelAnswer([property: Id(0)] TaskInfo? Task, [property: Id(1)] bool Cancelled);

/// <summary>Lists tasks straight from the store. Any number of activations; use key 0.</summary>
[Alias("keeper.ITaskListGrain"), Version(1)]
public interface ITaskListGrain : IGrainWithIntegerKey
{
    /// <summary>One page of tasks, newest first.</summary>
    [Alias("List")]
    Task<TaskPage> ListAsync(TaskQuery query);

    /// <summary>How many tasks are in each state, by the state's word on the wire; only tasks of one VPC if given.</summary>
    [Alias("Count")]
    Task<IReadOnlyDictionary<string, long>> CountAsync(string? vpc);
}
