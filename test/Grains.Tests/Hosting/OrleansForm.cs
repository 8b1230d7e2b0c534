using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.TestingHost;

namespace Keeper.Grains.Tests.Hosting;

/// <summary>
/// What a test cluster of this form of the grain runtime needs besides: the exceptions that cross calls, and real time
/// for everything that is the cluster's own (it would never stop while the clock of the test stands still).
/// </summary>
internal static class GrainRuntimeForm
{
    public static void Prepare(TestClusterBuilder builder)
    {
        builder.AddSiloBuilderConfigurator<Configurator>();
        builder.AddClientBuilderConfigurator<Configurator>();
    }

    private sealed class Configurator : ISiloConfigurator, IClientBuilderConfigurator
    {
        public void Configure(ISiloBuilder siloBuilder)
        {
            Allow(siloBuilder.Services);
            foreach (var name in (string[])[TimeProviderNames.SystemTimers, TimeProviderNames.Membership, TimeProviderNames.GrainDirectory])
                siloBuilder.Services.AddKeyedSingleton(name, TimeProvider.System);
        }

        public void Configure(IConfiguration configuration, IClientBuilder clientBuilder) => Allow(clientBuilder.Services);

        private static void Allow(IServiceCollection services) =>
            services.Configure<ExceptionSerializationOptions>(options => options.SupportedNamespacePrefixes.Add("Keeper"));
    }
}
