namespace Orleans;

/// <summary>A grain state between the grain and its store.</summary>
public interface IGrainState<T>
{
    /// <summary>The state.</summary>
    T? State { get; set; }

    /// <summary>The version that was read or written last.</summary>
    string? ETag { get; set; }

    /// <summary>Whether the store holds a record.</summary>
    bool RecordExists { get; set; }
}

/// <inheritdoc cref="IGrainState{T}"/>
[GenerateSerializer]
public sealed class GrainState<T> : IGrainState<T>
{
    /// <summary>An empty state.</summary>
    public GrainState()
    {
    }

    /// <summary>A state without a version.</summary>
    public GrainState(T? state)
        : this(state, null)
    {
    }

    /// <summary>A state with its version.</summary>
    public GrainState(T? state, string? eTag)
    {
        State = state;
        ETag = eTag;
    }

    /// <inheritdoc/>
    [Id(0)]
    public T? State { get; set; }

    /// <inheritdoc/>
    [Id(1)]
    public string? ETag { get; set; }

    /// <inheritdoc/>
    [Id(2)]
    public bool RecordExists { get; set; }
}
