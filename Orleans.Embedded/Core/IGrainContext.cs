namespace Orleans.Runtime;

/// <summary>One activation of a grain.</summary>
public interface IGrainContext : IEquatable<IGrainContext>
{
    /// <summary>The services of this activation.</summary>
    IServiceProvider ActivationServices { get; }

    /// <summary>Completes when the activation has ended.</summary>
    Task Deactivated { get; }

    /// <summary>The grain's identity.</summary>
    GrainId GrainId { get; }

    /// <summary>The grain object, once it was constructed.</summary>
    object? GrainInstance { get; }

    /// <summary>A reference to the grain.</summary>
    GrainReference GrainReference { get; }

    /// <summary>Ends the activation when the calls that it is running have finished. Returns at once.</summary>
    /// <param name="deactivationReason">What <c>OnDeactivateAsync</c> is told.</param>
    /// <param name="cancellationToken">Cancels the wait inside <c>OnDeactivateAsync</c>.</param>
    void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);
}
