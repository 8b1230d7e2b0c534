using Orleans.Core;

namespace Orleans.Runtime;

/// <summary>A stored state that a grain gets in its constructor; read before the grain's activation code runs.</summary>
public interface IPersistentState<TState> : IStorage<TState>;

/// <summary>Marks a constructor parameter as the grain's stored state.</summary>
/// <param name="stateName">The state's name within the grain.</param>
/// <param name="storageName">The store's name; null for the default store.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public class PersistentStateAttribute(string stateName, string? storageName = null) : Attribute
{
    /// <summary>The state's name within the grain.</summary>
    public string StateName { get; } = stateName;

    /// <summary>The store's name; null for the default store.</summary>
    public string? StorageName { get; } = storageName;
}
