using Keeper.Grains.Agents;
using Keeper.Grains.Background;
using Keeper.Grains.Tasks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Keeper.Grains;

/// <summary>Registration of what grains need and of the work behind them.</summary>
public static class GrainServices
{
    /// <summary>
    /// Adds the options of the sections <c>Keeper:Agents</c> and <c>Keeper:Tasks</c>, checked at start, and the background
    /// services: the sweeper of due rows, the delivery of results, and retention. The grains themselves are found by the
    /// grain runtime; an <c>IStore</c> and a stream provider named <c>live</c> must be registered besides.
    /// </summary>
    public static IServiceCollection AddKeeperGrains(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddKeeperGrainOptions(configuration);
        services.AddHttpClient(ResultDeliverer.ClientName)
            .ConfigurePrimaryHttpMessageHandler(provider => Egress.Handler(
                provider.GetRequiredService<IOptions<TaskOptions>>().Value.AllowLinkLocalResultUrls))
            .RemoveAllLoggers();
        return services
            .AddHostedService<DueSweeper>()
            .AddHostedService<ResultDeliverer>()
            .AddHostedService<Retention>();
    }

    /// <summary>The options alone.</summary>
    internal static IServiceCollection AddKeeperGrainOptions(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AgentOptions>, AgentOptionsCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TaskOptions>, TaskOptionsCheck>());
        services.AddOptions<AgentOptions>().Bind(configuration.GetSection(AgentOptions.Section)).ValidateOnStart();
        services.AddOptions<TaskOptions>().Bind(configuration.GetSection(TaskOptions.Section)).ValidateOnStart();
        return services;
    }
}
