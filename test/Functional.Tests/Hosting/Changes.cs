using Keeper.Grains.Live;
using Orleans;
using Orleans.Runtime;
using Orleans.Streams;

namespace Keeper.Functional.Tests.Hosting;

/// <summary>The server's own hints that something has changed, so that tests look when there is something to see.</summary>
internal sealed class Changes
{
    private TaskCompletionSource _next = NewSource();

    public static async Task<Changes> SubscribeAsync(IClusterClient cluster)
    {
        var changes = new Changes();
        await cluster.GetStreamProvider(LiveStream.Provider)
            .GetStream<LiveChange>(StreamId.Create(LiveStream.Namespace, LiveStream.Key))
            .SubscribeAsync((_, _) => changes.Pass());
        return changes;
    }

    /// <summary>Looks now and after every hint, until there is something.</summary>
    public async Task<T> WhenAsync<T>(Func<Task<T?>> look)
        where T : class
    {
        while (true)
        {
            // Armed before looking: what changes meanwhile is seen by the next look.
            var next = Volatile.Read(ref _next).Task;
            if (await look() is { } found)
                return found;
            await next;
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Task Pass()
    {
        Interlocked.Exchange(ref _next, NewSource()).SetResult();
        return Task.CompletedTask;
    }
}
