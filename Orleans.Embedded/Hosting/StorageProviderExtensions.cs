using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Embedded.Persistence;
using Orleans.Storage;

namespace Orleans.Runtime.Hosting;

/// <summary>Registers stores of grain state.</summary>
public static class StorageProviderExtensions
{
    /// <summary>Registers a store by name.</summary>
    public static IServiceCollection AddGrainStorage<T>(this IServiceCollection collection, string name, Func<IServiceProvider, string, T> implementationFactory)
        where T : IGrainStorage
    {
        collection.AddKeyedSingleton<IGrainStorage>(name, (services, key) => implementationFactory(services, (string)key!));
        if (name == PersistentStates.DefaultStore)
            collection.TryAddSingleton(services => services.GetRequiredKeyedService<IGrainStorage>(name));
        return collection;
    }
}
