using Orleans.Embedded.Persistence;
using Orleans.Runtime.Hosting;

namespace Orleans.Hosting;

/// <summary>Stores in the process's memory.</summary>
public static class MemoryGrainStorageSiloBuilderExtensions
{
    /// <summary>Adds a store in memory.</summary>
    public static ISiloBuilder AddMemoryGrainStorage(this ISiloBuilder builder, string name, Action<Microsoft.Extensions.Options.OptionsBuilder<Configuration.MemoryGrainStorageOptions>>? configureOptions = null)
    {
        builder.Services.AddGrainStorage(name, static (_, _) => new MemoryStorage());
        return builder;
    }

    /// <summary>Adds a store in memory for states that name none.</summary>
    public static ISiloBuilder AddMemoryGrainStorageAsDefault(this ISiloBuilder builder, Action<Microsoft.Extensions.Options.OptionsBuilder<Configuration.MemoryGrainStorageOptions>>? configureOptions = null) =>
        AddMemoryGrainStorage(builder, PersistentStates.DefaultStore, configureOptions);
}
