using Keeper.Grains.Live;
using Orleans;
using Orleans.Runtime;
using Orleans.Streams;

namespace Keeper.Functional.Tests.Hosting;

/// <summary>The server's own hints that something has changed, so that tests look when there is something to see.</summary>
internal sealed class Changes
{
    // A cluster may lose a hint while its silos start or end; the dashboard looks again by itself too.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private TaskCompletionSource _next = NewSource();

    /// <summary>Completes with the next hint.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public static async Task<Changes> SubscribeAsync(IClusterClient cluster)
    {
        var changes = new Changes();
        await cluster.GetStreamProvider(LiveStream.Provider)
            .GetStream<LiveChange>(StreamId.Create(LiveStream.Namespace, LiveStream.Key))
            .SubscribeAsync((_, _) => changes.Pass());
        return changes;
    }

    /// <summary>Looks now, after every hint and after a while without one, until there is something.</summary>
    public async Task<T> WhenAsync<T>(Func<Task<T?>> look)
        where T : class
    {
        while (true)
        {
            // Armed before looking: what changes meanwhile is seen by the next look.
            var next = Next;
            if (await look() is { } found)
                return found;
            await next.WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Task Pass()
    {
        Interlocked.Exchange(ref _next, NewSource()).SetResult();
        return Task.CompletedTask;
    }
}
