using Keeper.Grains.Tasks;
using Keeper.Testing;

namespace Keeper.Grains.Tests.Hosting;

/// <summary>Somebody who waits for a task, as the gateway does.</summary>
internal sealed class TaskWatch : ITaskObserver
{
    private readonly Recorder<TaskInfo> _seen = new();

    // The cluster holds observers weakly; this reference keeps it alive as long as the test does.
    private ITaskObserver? _reference;

    /// <summary>Subscribes; what the task looks like now counts as seen.</summary>
    public static async Task<TaskWatch> OnAsync(KeeperCluster cluster, string taskId)
    {
        var watch = new TaskWatch();
        watch._reference = cluster.Grains.CreateObjectReference<ITaskObserver>(watch);
        if (await cluster.Task(taskId).SubscribeAsync(watch._reference) is { } now)
            watch._seen.Add(now);
        return watch;
    }

    public Task ChangedAsync(TaskInfo task)
    {
        _seen.Add(task);
        return Task.CompletedTask;
    }

    /// <summary>Waits until the task has been seen in a certain way.</summary>
    public Task<TaskInfo> SeenAsync(Func<TaskInfo, bool> match, string what) => _seen.FirstAsync(match, what);
}
