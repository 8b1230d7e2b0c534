namespace Orleans.Runtime;

/// <summary>A fault of the runtime, as opposed to one of grain code.</summary>
[GenerateSerializer]
public class OrleansException : Exception
{
    /// <summary>A fault without a message.</summary>
    public OrleansException()
        : base("Unexpected error.")
    {
    }

    /// <summary>A fault with a message.</summary>
    public OrleansException(string message)
        : base(message)
    {
    }

    /// <summary>A fault with a message and its cause.</summary>
    public OrleansException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>The runtime did not take the call: it never ran.</summary>
[GenerateSerializer]
public class OrleansMessageRejectionException : OrleansException
{
    internal OrleansMessageRejectionException(string message)
        : base(message)
    {
    }

    internal OrleansMessageRejectionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>The silo does not take calls: it has not started, is stopping, or has stopped.</summary>
[GenerateSerializer]
public sealed class SiloUnavailableException : OrleansMessageRejectionException
{
    /// <summary>A fault with the usual message.</summary>
    public SiloUnavailableException()
        : base("Silo unavailable.")
    {
    }

    /// <summary>A fault with a message.</summary>
    public SiloUnavailableException(string msg)
        : base(msg)
    {
    }

    /// <summary>A fault with a message and its cause.</summary>
    public SiloUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>The observer that was called no longer exists.</summary>
[GenerateSerializer]
public sealed class ClientNotAvailableException : OrleansException
{
    internal ClientNotAvailableException(GrainId observer)
        : base($"The observer {observer} was deleted or collected.")
    {
    }
}

/// <summary>A queue of the runtime is full.</summary>
[GenerateSerializer]
public sealed class LimitExceededException : OrleansException
{
    /// <summary>A fault with the usual message.</summary>
    public LimitExceededException()
        : base("Limit exceeded.")
    {
    }

    /// <summary>A fault with a message.</summary>
    public LimitExceededException(string message)
        : base(message)
    {
    }

    /// <summary>A fault with a message and its cause.</summary>
    public LimitExceededException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>A fault that names the limit and both values.</summary>
    public LimitExceededException(string limitName, int current, int threshold, object extraInfo)
        : base($"Limit exceeded {limitName} Current={current} Threshold={threshold} {extraInfo}")
    {
    }
}

/// <summary>The host's configuration of the runtime is wrong.</summary>
[GenerateSerializer]
public sealed class OrleansConfigurationException : Exception
{
    /// <summary>A fault with a message.</summary>
    public OrleansConfigurationException(string message)
        : base(message)
    {
    }

    /// <summary>A fault with a message and its cause.</summary>
    public OrleansConfigurationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
