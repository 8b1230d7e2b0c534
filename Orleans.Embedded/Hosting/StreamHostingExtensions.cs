using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded.Activations;
using Orleans.Embedded.Streams;
using Orleans.Streams;

namespace Orleans.Hosting;

/// <summary>Streams of a silo.</summary>
public static class SiloBuilderMemoryStreamExtensions
{
    /// <summary>Adds streams within the process.</summary>
    public static ISiloBuilder AddMemoryStreams(this ISiloBuilder builder, string name, Action<ISiloMemoryStreamConfigurator>? configure = null)
    {
        builder.Services.AddKeyedSingleton<IStreamProvider>(
            name, (services, key) => new MemoryStreamProvider((string)key!, services.GetRequiredService<LocalSilo>()));
        return builder;
    }
}

/// <summary>Streams of a client.</summary>
public static class ClientBuilderStreamingExtensions
{
    /// <summary>Makes the silo's streams of that name known to the client; in one process they are the same.</summary>
    public static IClientBuilder AddMemoryStreams(this IClientBuilder builder, string name, Action<IClusterClientMemoryStreamConfigurator>? configure = null) => builder;
}

/// <summary>Settings of a silo's streams. The embedded runtime's have none.</summary>
public interface ISiloMemoryStreamConfigurator;

/// <summary>Settings of a client's streams. The embedded runtime's have none.</summary>
public interface IClusterClientMemoryStreamConfigurator;
