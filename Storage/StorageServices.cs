using Keeper.Storage.Leases;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Keeper.Storage;

/// <summary>Registration of the store.</summary>
public static class StorageServices
{
    /// <summary>
    /// Adds <see cref="IStore"/>, opened before any other hosted service starts and closed after the last has stopped.
    /// Reads <c>Keeper:Storage</c> and <c>Keeper:DataPath</c>; their faults stop the start, all at once.
    /// </summary>
    public static IServiceCollection AddKeeperStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddKeeperStorageOptions(configuration);
        services.AddSingleton(provider => new Store(
            provider.GetRequiredService<IOptions<StorageOptions>>().Value,
            provider.GetService<TimeProvider>() ?? TimeProvider.System,
            provider.GetRequiredService<ILoggerFactory>(),
            provider.GetService<Term>()));
        services.AddSingleton<IStore>(provider => provider.GetRequiredService<Store>());
        return services.AddHostedService<StoreLifetime>();
    }

    /// <summary>The options alone, checked at start.</summary>
    public static IServiceCollection AddKeeperStorageOptions(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StorageOptions>()
            .Bind(configuration.GetSection(StorageOptions.Section))
            .Configure(options => options.DataPath = configuration["Keeper:DataPath"] ?? options.DataPath)
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>());
        return services;
    }
}
