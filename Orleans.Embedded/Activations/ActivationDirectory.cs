using System.Collections.Concurrent;
using Orleans.Runtime;

namespace Orleans.Embedded.Activations;

/// <summary>The activations of the silo, by identity.</summary>
internal sealed class ActivationDirectory(LocalSilo silo)
{
    private readonly ConcurrentDictionary<GrainId, Activation> _activations = new();
    private readonly ConcurrentDictionary<GrainId, WorkerPool> _workers = new();

    public IEnumerable<Activation> All => _activations.Select(pair => pair.Value).Concat(_workers.SelectMany(pair => pair.Value.Activations));

    public Activation? Find(GrainId id) => _activations.GetValueOrDefault(id);

    /// <summary>The activation that takes the next call of this grain.</summary>
    /// <exception cref="SiloUnavailableException">There is none and the silo starts no more.</exception>
    public Activation GetOrStart(GrainId id, Type interfaceType)
    {
        if (_activations.TryGetValue(id, out var activation))
            return activation;

        var grainClass = silo.Classes.Find(id.Type) ?? throw Unknown(id, interfaceType);
        if (grainClass.MaxWorkers > 0)
            return _workers.GetOrAdd(id, static (key, context) => new WorkerPool(context.silo, key, context.grainClass), (silo, grainClass)).Next();

        silo.RefuseIfClosed();
        activation = new Activation(silo, id, grainClass);
        var winner = _activations.GetOrAdd(id, activation);
        if (ReferenceEquals(winner, activation))
            activation.Activate();
        return winner;
    }

    public void Add(Activation activation) => _activations.TryAdd(activation.GrainId, activation);

    public void Remove(Activation activation)
    {
        if (activation.Class.MaxWorkers == 0)
            _activations.TryRemove(new KeyValuePair<GrainId, Activation>(activation.GrainId, activation));
        else if (_workers.TryGetValue(activation.GrainId, out var pool))
            pool.Remove(activation);
    }

    private static Exception Unknown(GrainId id, Type interfaceType) => typeof(IGrainObserver).IsAssignableFrom(interfaceType)
        ? new ClientNotAvailableException(id)
        : new ArgumentException($"No grain class has the grain type \"{id.Type}\" of {id}.");
}
