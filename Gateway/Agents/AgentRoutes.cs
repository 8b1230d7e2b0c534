using Keeper.Gateway.Http;
using Keeper.Gateway.Listeners;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Keeper.Gateway.Agents;

/// <summary>The agent gateway's calls. Plain request delegates: nothing is bound, described or filtered on this path.</summary>
internal static class AgentRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var guard = services.GetRequiredService<RequestGuard>();
        Post("enroll", services.GetRequiredService<EnrollEndpoint>().InvokeAsync);
        Post("poll", services.GetRequiredService<PollEndpoint>().InvokeAsync);
        Post("reports", services.GetRequiredService<ReportsEndpoint>().InvokeAsync);
        Post("bye", services.GetRequiredService<ByeEndpoint>().InvokeAsync);

        void Post(string call, RequestDelegate handler) =>
            routes.MapPost($"{ListenerGate.GatewayBase}/{call}", guard.Around(call, handler)).On(Listener.Gateway);
    }
}
