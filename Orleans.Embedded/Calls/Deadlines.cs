using System.Collections.Concurrent;

namespace Orleans.Embedded.Calls;

/// <summary>Ends waits that last too long. Waits of one length share a few queues, so that threads seldom meet.</summary>
internal sealed class Deadlines(TimeProvider clock) : IDisposable
{
    private const int Shards = 8;

    private readonly ConcurrentDictionary<TimeSpan, DeadlineQueue[]> _queues = new();

    /// <summary>Starts the wait; null when it may last forever.</summary>
    public Deadline? Add(GrainCall call, TimeSpan length)
    {
        if (length <= TimeSpan.Zero)
            return null; // infinite

        var queues = _queues.GetOrAdd(length, static (key, time) => Create(time, key), clock);
        return queues[Environment.CurrentManagedThreadId & (Shards - 1)].Add(call);
    }

#pragma warning disable CA1822 // Reads better at the caller.
    public void Remove(Deadline deadline) => deadline.Queue.Remove(deadline);
#pragma warning restore CA1822

    public void Dispose()
    {
        foreach (var queue in _queues.Values.SelectMany(queues => queues))
            queue.Dispose();
    }

    private static DeadlineQueue[] Create(TimeProvider time, TimeSpan length)
    {
        var queues = new DeadlineQueue[Shards];
        for (var i = 0; i < Shards; i++)
            queues[i] = new DeadlineQueue(time, length);
        return queues;
    }
}
