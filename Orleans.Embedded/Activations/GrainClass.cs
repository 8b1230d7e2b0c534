using System.Reflection;
using Orleans.Concurrency;
using Orleans.Embedded.Calls;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans.Embedded.Activations;

/// <summary>A grain class, or the kind of all observers: what its activations have in common.</summary>
internal class GrainClass
{
    private readonly GrainConstructor? _constructor;
    private readonly TimeSpan? _collectionAge;

    protected GrainClass(GrainType type, Type primaryInterface)
    {
        GrainType = type;
        PrimaryInterface = primaryInterface;
    }

    public GrainClass(Type type)
    {
        Type = type;
        GrainType = GrainTypes.NameOf(type);
        Interfaces = [.. type.GetInterfaces().Where(GrainTypes.IsCallable)];
        PrimaryInterface = Interfaces.FirstOrDefault(typeof(IGrain).IsAssignableFrom) ?? typeof(IAddressable);
        IsReentrant = type.IsDefined(typeof(ReentrantAttribute), inherit: true);
        InterleavePredicate = Interleaving.PredicateOf(type);
        MaxWorkers = type.GetCustomAttribute<StatelessWorkerAttribute>()?.MaxLocalWorkers ?? 0;
        _constructor = new GrainConstructor(type);
        _collectionAge = type.IsDefined(typeof(KeepAliveAttribute), inherit: true)
            ? TimeSpan.MaxValue
            : type.GetCustomAttribute<CollectionAgeLimitAttribute>()?.AgeLimit;
    }

    public Type? Type { get; }

    public GrainType GrainType { get; }

    /// <summary>The interfaces through which the class can be called.</summary>
    public Type[] Interfaces { get; } = [];

    public Type PrimaryInterface { get; }

    public bool IsReentrant { get; }

    public Func<object?, IInvokable, bool>? InterleavePredicate { get; }

    /// <summary>How many activations a grain may have; 0 for ordinary grains, which have one.</summary>
    public int MaxWorkers { get; }

    /// <summary>Whether a call may run on the caller's thread.</summary>
    public virtual bool RunsInline => true;

    private TimeSpan CollectionAge(LocalSilo silo) =>
        _collectionAge ?? silo.Collection.ClassSpecificCollectionAge.GetValueOrDefault(Type?.FullName ?? "", silo.Collection.CollectionAge);

    public object Create(Activation activation) => _constructor!.Create(activation);

    /// <summary>Whether an activation that was idle for so long may be ended.</summary>
    public virtual bool MayCollect(Activation activation, TimeSpan idle) => idle >= CollectionAge(activation.Silo);

    /// <summary>The object that calls of the activation run on; null when it no longer exists.</summary>
    public virtual object? Resolve(Activation activation) => activation.GrainInstance;

    public bool MayInterleave(object? instance, Call call, Call? running) =>
        InterleavePredicate is { } predicate
        && ((call is GrainCall incoming && predicate(instance, incoming)) || (running is GrainCall blocking && predicate(instance, blocking)));
}
