namespace Orleans;

/// <summary>Why an activation ended.</summary>
public readonly struct DeactivationReason
{
    /// <summary>A reason without a fault.</summary>
    public DeactivationReason(DeactivationReasonCode code, string text)
        : this(code, null, text)
    {
    }

    /// <summary>A reason with the fault that led to it.</summary>
    public DeactivationReason(DeactivationReasonCode code, Exception? exception, string text)
    {
        ReasonCode = code;
        Description = text;
        Exception = exception;
    }

    /// <summary>The reason in words.</summary>
    public string Description { get; }

    /// <summary>The reason as a code.</summary>
    public DeactivationReasonCode ReasonCode { get; }

    /// <summary>The fault that led to it, if any.</summary>
    public Exception? Exception { get; }

    /// <inheritdoc/>
    public override string ToString() => Exception is null
        ? $"{ReasonCode}: {Description}."
        : $"{ReasonCode}: {Description}. Exception: {Exception}";
}
