namespace Orleans;

/// <summary>Why an activation ended. The numbers are those of Microsoft Orleans.</summary>
public enum DeactivationReasonCode : byte
{
    /// <summary>No reason was given.</summary>
    None = 0,

    /// <summary>The host is stopping.</summary>
    ShuttingDown = 1,

    /// <summary>The constructor, a state read or <c>OnActivateAsync</c> failed.</summary>
    ActivationFailed = 2,

    /// <summary>Nobody called for the collection age.</summary>
    ActivationIdle = 4,

    /// <summary>A call ended with a fault that makes the activation's memory doubtful.</summary>
    ApplicationError = 8,

    /// <summary>The grain asked for it.</summary>
    ApplicationRequested = 9,

    /// <summary>The runtime asked for it.</summary>
    RuntimeRequested = 11,
}
