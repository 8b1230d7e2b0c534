using Orleans.Runtime;

namespace Orleans.Embedded.Activations;

/// <summary>The activations of one stateless worker grain.</summary>
internal sealed class WorkerPool(LocalSilo silo, GrainId id, GrainClass grainClass)
{
    private readonly Lock _lock = new();
    private Activation[] _activations = [];
    private int _next;

    public Activation[] Activations => Volatile.Read(ref _activations);

    /// <summary>An idle activation, else a new one while there may be more, else each in its turn.</summary>
    public Activation Next()
    {
        var current = Activations;
        if (Array.Find(current, activation => activation.IsQuiet) is { } idle)
            return idle;

        if (current.Length >= grainClass.MaxWorkers)
            return current[(uint)Interlocked.Increment(ref _next) % (uint)current.Length];

        silo.RefuseIfClosed();
        Activation added;
        lock (_lock)
        {
            if (_activations.Length >= grainClass.MaxWorkers)
                return _activations[0];
            added = new Activation(silo, id, grainClass);
            Volatile.Write(ref _activations, [.. _activations, added]);
        }

        added.Activate();
        return added;
    }

    public void Remove(Activation activation)
    {
        lock (_lock)
            Volatile.Write(ref _activations, [.. _activations.Where(other => !ReferenceEquals(other, activation))]);
    }
}
