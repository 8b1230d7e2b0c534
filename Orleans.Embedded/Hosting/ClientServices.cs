using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Embedded.Activations;
using Orleans.Hosting;

namespace Orleans.Embedded.Hosting;

/// <summary>Registers a client. Beside a silo in the same host, that silo's own is used.</summary>
internal static class ClientServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration, Action<IClientBuilder> configure)
    {
        services.AddOptions();
        services.TryAddSingleton<IClusterClient>(provider => new GrainFactory(
            RunningSilos.Find(provider.GetRequiredService<IOptions<ClusterOptions>>().Value),
            provider,
            provider.GetRequiredService<IOptions<ClientMessagingOptions>>().Value.ResponseTimeout));
        services.TryAddSingleton<IGrainFactory>(provider => provider.GetRequiredService<IClusterClient>());
        configure(new ClientBuilder(services, configuration));
    }
}
