namespace Orleans.Embedded.Activations;

internal enum ActivationState : byte
{
    /// <summary>The constructor and <c>OnActivateAsync</c> have yet to finish.</summary>
    Starting,

    /// <summary>Takes calls.</summary>
    Active,

    /// <summary><c>OnDeactivateAsync</c> runs; calls wait for the next activation.</summary>
    Stopping,

    /// <summary>Out of the directory.</summary>
    Dead,
}
