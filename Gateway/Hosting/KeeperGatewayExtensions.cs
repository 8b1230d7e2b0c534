using Keeper.Gateway.Agents;
using Keeper.Gateway.Cluster;
using Keeper.Gateway.Http;
using Keeper.Gateway.Metrics;
using Keeper.Gateway.OpenApi;
using Keeper.Gateway.Operator;
using Keeper.Gateway.Parking;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Keeper.Gateway.Hosting;

/// <summary>
/// Puts the gateway into a host. Wanted of the host besides: <c>IGrainFactory</c>, <see cref="IHealthProbe"/>,
/// <see cref="IIncarnation"/> and <see cref="IBackupSource"/>.
/// <c>UseKeeperListeners</c> comes first among the middleware, and every Kestrel listener says whom it serves.
/// </summary>
public static class KeeperGatewayExtensions
{
    /// <summary>Adds what both APIs need. Options are checked when the host starts, all faults at once.</summary>
    public static IServiceCollection AddKeeperGateway(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddKeeperGatewayOptions(configuration);
        services.AddOptions<HeartbeatOptions>().Bind(configuration.GetSection(HeartbeatOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<HeartbeatOptions>>(new FaultValidator<HeartbeatOptions>(o => o.Faults()));
        services.AddSingleton<PrometheusExporter>().AddSingleton<ProcessMetrics>().AddSingleton<GatewayMetrics>();
        services.AddSingleton<RequestGuard>();
        services.AddSingleton<SiloLosses>();
        services.AddSingleton<ParkedPolls>().AddSingleton<AgentAnswers>();
        services.AddSingleton<EnrollEndpoint>().AddSingleton<PollEndpoint>().AddSingleton<ReportsEndpoint>().AddSingleton<ByeEndpoint>();
        services.AddSingleton<OperatorGate>().AddSingleton<TaskWaits>().AddSingleton<RootCalls>();
        services.AddSingleton<TaskCalls>().AddSingleton<SubmitCalls>().AddSingleton<BackupCalls>();
        return services.AddOperatorDocument();
    }

    /// <summary>The limits of the HTTP server alone.</summary>
    public static IServiceCollection AddKeeperGatewayOptions(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<GatewayOptions>().Bind(configuration.GetSection(GatewayOptions.Section)).ValidateOnStart();
        return services.AddSingleton<IValidateOptions<GatewayOptions>>(new FaultValidator<GatewayOptions>(o => o.Faults()));
    }

    /// <summary>Maps the calls of agents, <c>/agent/v1/*</c>.</summary>
    public static IEndpointRouteBuilder MapKeeperGateway(this IEndpointRouteBuilder routes)
    {
        AgentRoutes.Map(routes);
        return routes;
    }

    /// <summary>Maps the calls of operators, <c>/api/v1/*</c>, and <c>/healthz</c>, <c>/metrics</c>, <c>/openapi/v1.json</c>.</summary>
    public static IEndpointRouteBuilder MapOperatorApi(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        // Made now, so that it counts from the start and not from the first look at it.
        services.GetRequiredService<PrometheusExporter>();
        services.GetRequiredService<ProcessMetrics>();
        var calls = new OperatorRoutes(
            routes, services.GetRequiredService<OperatorGate>(), services.GetRequiredService<RequestGuard>());
        VpcCalls.Map(calls);
        AgentCalls.Map(calls);
        KindCalls.Map(calls);
        AuditCalls.Map(calls);
        services.GetRequiredService<SubmitCalls>().Map(calls);
        services.GetRequiredService<TaskCalls>().Map(calls);
        services.GetRequiredService<BackupCalls>().Map(calls);
        services.GetRequiredService<RootCalls>().Map(routes);
        return routes;
    }
}
