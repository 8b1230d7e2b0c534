namespace Orleans.Core;

/// <summary>A stored state as the grain sees it.</summary>
public interface IStorage
{
    /// <summary>The version that was read or written last.</summary>
    string? Etag { get; }

    /// <summary>Whether the store holds a record.</summary>
    bool RecordExists { get; }

    /// <summary>Reads the state again.</summary>
    Task ReadStateAsync();

    /// <summary>Writes the state.</summary>
    Task WriteStateAsync();

    /// <summary>Removes the state from the store.</summary>
    Task ClearStateAsync();
}

/// <inheritdoc cref="IStorage"/>
public interface IStorage<TState> : IStorage
{
    /// <summary>The state; changes to it are kept by <see cref="IStorage.WriteStateAsync"/>.</summary>
    TState State { get; set; }
}
