using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>A subscription.</summary>
public abstract class StreamSubscriptionHandle<T> : IEquatable<StreamSubscriptionHandle<T>?>
{
    /// <summary>The stream's identity.</summary>
    public abstract StreamId StreamId { get; }

    /// <summary>The provider's name.</summary>
    public abstract string ProviderName { get; }

    /// <summary>The subscription's identity.</summary>
    public abstract Guid HandleId { get; }

    /// <summary>Ends the subscription; nothing more is delivered once it completes.</summary>
    public abstract Task UnsubscribeAsync();

    /// <inheritdoc/>
    public abstract bool Equals(StreamSubscriptionHandle<T>? other);
}

/// <summary>The place of an item in its stream.</summary>
public abstract class StreamSequenceToken : IEquatable<StreamSequenceToken?>, IComparable<StreamSequenceToken?>
{
    /// <summary>Counts what was put into the stream.</summary>
    public abstract long SequenceNumber { get; protected set; }

    /// <summary>Place within what was put in at once.</summary>
    public abstract int EventIndex { get; protected set; }

    /// <inheritdoc/>
    public abstract bool Equals(StreamSequenceToken? other);

    /// <inheritdoc/>
    public abstract int CompareTo(StreamSequenceToken? other);
}

/// <summary>A subscriber was too slow: items that it had not read yet were dropped.</summary>
[GenerateSerializer]
public class DataNotAvailableException : OrleansException
{
    /// <summary>A fault with the usual message.</summary>
    public DataNotAvailableException()
        : this("Data not found")
    {
    }

    /// <summary>A fault with a message.</summary>
    public DataNotAvailableException(string message)
        : base(message)
    {
    }

    /// <summary>A fault with a message and its cause.</summary>
    public DataNotAvailableException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
