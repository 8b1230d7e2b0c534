using Orleans.Embedded.Calls;
using Orleans.Runtime;

namespace Orleans.Embedded.Activations;

/// <summary>
/// One activation of a grain. Runs the grain's code in turns, one at a time; a turn is the stretch of a call's code
/// between two waits. All fields below the lock are guarded by it.
/// </summary>
internal sealed partial class Activation : IGrainContext, IThreadPoolWorkItem
{
    private readonly Lock _lock = new();
    private ActivationState _state = ActivationState.Starting;

    public Activation(LocalSilo silo, GrainId grainId, GrainClass grainClass)
    {
        Silo = silo;
        GrainId = grainId;
        Class = grainClass;
    }

    /// <summary>The activation whose turn runs on this thread, if any.</summary>
    public static Activation? Current => Call.Running?.Activation;

    public LocalSilo Silo { get; }

    public GrainId GrainId { get; }

    public GrainClass Class { get; }

    public object? GrainInstance { get; private set; }

    public bool HasFilters => Silo.IncomingFilters.Length > 0 || GrainInstance is IIncomingGrainCallFilter;

    public IServiceProvider ActivationServices => _scope?.ServiceProvider ?? Silo.Services;

    public GrainReference GrainReference => Silo.Interfaces.Get(Class.PrimaryInterface).CreateReference(Silo, GrainId, Silo.ResponseTimeout);

    /// <summary>The runtime's own view of a context that user code holds.</summary>
    public static Activation Of(IGrainContext context) => context as Activation
        ?? throw new InvalidOperationException($"{context.GetType()} is not an activation of this runtime.");

    /// <summary>The object that calls run on.</summary>
    public object RequireInstance() => Class.Resolve(this) ?? throw new ClientNotAvailableException(GrainId);

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    public override string ToString() => $"{GrainId} ({_state})";
}
