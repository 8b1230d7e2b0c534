using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>Stores grain state. Registered by name as a keyed service.</summary>
public interface IGrainStorage
{
    /// <summary>Fills <paramref name="grainState"/> from the store; a state that was never written stays as it is, without an ETag.</summary>
    Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

    /// <summary>Writes the state if the store still holds the ETag that was read, and sets the new one.</summary>
    /// <exception cref="InconsistentStateException">The store holds another ETag.</exception>
    Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

    /// <summary>Removes the state if the store still holds the ETag that was read.</summary>
    /// <exception cref="InconsistentStateException">The store holds another ETag.</exception>
    Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);
}
