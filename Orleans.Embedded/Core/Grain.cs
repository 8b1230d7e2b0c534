using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded.Activations;
using Orleans.Runtime;

namespace Orleans;

/// <summary>Base class of grains. One instance serves one grain; its code never runs on two threads at once.</summary>
public abstract class Grain : IGrainBase, IAddressable
{
    private readonly IGrainContext? _context;

    /// <summary>Creates the grain inside the activation that is being built.</summary>
    protected Grain() => _context = Activation.Current;

    /// <summary>The activation that this instance belongs to.</summary>
    public IGrainContext GrainContext => _context
        ?? throw new InvalidOperationException("This grain was created outside the runtime and has no activation.");

    /// <summary>A reference to this grain that can be handed to others.</summary>
    public GrainReference GrainReference => GrainContext.GrainReference;

    /// <summary>The grain's identity as text.</summary>
    public string IdentityString => GrainContext.GrainId.ToString();

    /// <summary>Gives references to other grains.</summary>
    protected IGrainFactory GrainFactory => ServiceProvider.GetRequiredService<IGrainFactory>();

    /// <summary>The services of this activation.</summary>
    protected internal IServiceProvider ServiceProvider => GrainContext.ActivationServices;

    /// <summary>Runs before the first call. A fault fails the calls that wait for the activation.</summary>
    /// <param name="cancellationToken">Cancelled when activation takes longer than its limit.</param>
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs after the last call.</summary>
    /// <param name="reason">Why the activation ends.</param>
    /// <param name="cancellationToken">Cancelled when deactivation takes longer than its limit.</param>
    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends this activation when the calls that it is running have finished.</summary>
    protected void DeactivateOnIdle() => GrainBaseExtensions.DeactivateOnIdle(this);

    /// <summary>
    /// Keeps idle collection away from this activation for <paramref name="timeSpan"/>. A negative or zero span takes
    /// an earlier delay back; <see cref="TimeSpan.MaxValue"/> and <see cref="Timeout.InfiniteTimeSpan"/> mean for good.
    /// </summary>
    protected void DelayDeactivation(TimeSpan timeSpan) => Activation.Of(GrainContext).DelayDeactivation(timeSpan);
}
