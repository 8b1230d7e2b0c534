namespace Keeper.Agent.Probes.Log;

/// <summary>Lets one holder of each key in at a time. Keys that nobody holds or waits for take no room.</summary>
internal sealed class KeyedTurns
{
    private readonly Dictionary<string, Queue> _queues = new(StringComparer.Ordinal);

    public int Count
    {
        get
        {
            lock (_queues)
                return _queues.Count;
        }
    }

    /// <summary>Waits for the turn, which ends when what is returned is disposed.</summary>
    public async Task<IDisposable> EnterAsync(string key, CancellationToken ct)
    {
        var queue = Join(key);
        try
        {
            await queue.Gate.WaitAsync(ct);
        }
        catch
        {
            Leave(key, queue);
            throw;
        }

        return new Turn(this, key, queue);
    }

    private Queue Join(string key)
    {
        lock (_queues)
        {
            if (!_queues.TryGetValue(key, out var queue))
                _queues[key] = queue = new Queue();
            queue.Users++;
            return queue;
        }
    }

    private void Leave(string key, Queue queue)
    {
        lock (_queues)
        {
            if (--queue.Users > 0)
                return;
            _queues.Remove(key);
            queue.Gate.Dispose();
        }
    }

    private sealed class Queue
    {
        public SemaphoreSlim Gate { get; } = new(1);

        public int Users { get; set; }
    }

    private sealed class Turn(KeyedTurns turns, string key, Queue queue) : IDisposable
    {
        public void Dispose()
        {
            queue.Gate.Release();
            turns.Leave(key, queue);
        }
    }
}
