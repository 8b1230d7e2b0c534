using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans.Embedded.Activations;
using Orleans.Embedded.Strictness;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.Embedded.Hosting;

/// <summary>Registers the silo.</summary>
internal static class SiloServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration, Action<ISiloBuilder>? configure)
    {
        if (services.All(service => service.ServiceType != typeof(LocalSilo)))
            AddOnce(services);

        configure?.Invoke(new SiloBuilder(services, configuration));
    }

    private static void AddOnce(IServiceCollection services)
    {
        services.AddOptions();
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new StrictnessSwitch(false));
        services.AddSingleton<LocalSilo>();
        services.AddSingleton(provider =>
        {
            var silo = provider.GetRequiredService<LocalSilo>();
            return new GrainFactory(silo, provider, silo.ResponseTimeout);
        });
        services.TryAddSingleton<IGrainFactory>(provider => provider.GetRequiredService<GrainFactory>());
        services.TryAddSingleton<IClusterClient>(provider => provider.GetRequiredService<GrainFactory>());
        services.TryAddSingleton<IGrainContextAccessor, ContextAccessor>();

        // First among the hosted services, so that the silo stands when the others start and goes when they are gone.
        services.Insert(0, ServiceDescriptor.Singleton<IHostedService, SiloHost>());
    }
}
