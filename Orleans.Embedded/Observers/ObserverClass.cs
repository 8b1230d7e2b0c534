using Orleans.Embedded.Activations;
using Orleans.Runtime;

namespace Orleans.Embedded.Observers;

/// <summary>
/// The kind of all observers. Held weakly, and never run on the caller's stack: what an observer does is not the
/// calling grain's to wait for.
/// </summary>
internal sealed class ObserverClass() : GrainClass(GrainType.Create("sys.client"), typeof(IGrainObserver))
{
    public static readonly ObserverClass Instance = new();

    public override bool RunsInline => false;

    /// <summary>As long as the object lives, somebody may call it.</summary>
    public override bool MayCollect(Activation activation, TimeSpan idle) => Resolve(activation) is null;

    public override object? Resolve(Activation activation) => ((WeakReference<object>)activation.GrainInstance!).TryGetTarget(out var observer) ? observer : null;
}
