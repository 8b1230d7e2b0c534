using Orleans.Runtime;

namespace Orleans;

/// <summary>What the runtime needs of a grain class. <see cref="Grain"/> implements it.</summary>
public interface IGrainBase
{
    /// <summary>The activation that this instance belongs to.</summary>
    IGrainContext GrainContext { get; }

    /// <summary>Runs before the first call. A fault fails the calls that wait for the activation.</summary>
    /// <param name="token">Cancelled when activation takes longer than its limit.</param>
    Task OnActivateAsync(CancellationToken token) => Task.CompletedTask;

    /// <summary>Runs after the last call.</summary>
    /// <param name="reason">Why the activation ends.</param>
    /// <param name="token">Cancelled when deactivation takes longer than its limit.</param>
    Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token) => Task.CompletedTask;
}
