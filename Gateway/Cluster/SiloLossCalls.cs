using System.Globalization;
using Keeper.Gateway.Http;
using Keeper.Gateway.Listeners;
using Keeper.Protocol.Agents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Keeper.Gateway.Cluster;

/// <summary>
/// <c>GET /agent/v1/active</c> of a silo in a cluster, where all are active: held until another silo is lost. An agent asks
/// it of the gateways that it does not use; a silo that is stopped breaks no connection, so its agents hear of it here.
/// </summary>
public static class SiloLossCalls
{
    private const int LongestWaitSeconds = 30;

    /// <summary>Maps the call; only where several silos form a cluster.</summary>
    public static void MapSiloLosses(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        var services = routes.ServiceProvider;
        var losses = services.GetRequiredService<SiloLosses>();
        var time = services.GetRequiredService<TimeProvider>();
        var stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var guard = services.GetRequiredService<RequestGuard>();
        routes.MapGet($"{ListenerGate.GatewayBase}/active", guard.Around("active", WatchAsync)).On(Listener.Gateway);

        async Task WatchAsync(HttpContext context)
        {
            _ = int.TryParse(context.Request.Query["waitSeconds"], CultureInfo.InvariantCulture, out var seconds);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(Math.Clamp(seconds, 0, LongestWaitSeconds)), time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, context.RequestAborted, stopping);
            var lost = losses.WhenLostAsync();
            await lost.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (lost.IsCompleted)
                await JsonAnswer.WriteAsync(context.Response, new ActiveResponse(0, SiloLost: true), AgentWireJson.Default.ActiveResponse);
            else
                context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
    }
}
