using System.Text;
using Keeper.Gateway.Http;
using Keeper.Gateway.Listeners;
using Keeper.Gateway.Metrics;
using Keeper.Protocol.Operator;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Keeper.Gateway.Operator;

/// <summary>What stands at the root of the operator address: health for load balancers, metrics, the OpenAPI document.</summary>
internal sealed class RootCalls(OperatorGate gate, RequestGuard guard, PrometheusExporter exporter, IHealthProbe health)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", guard.Around("healthz", HealthAsync)).On(Listener.Operator);
        routes.MapGet("/metrics", guard.Around("metrics", gate.Require(needed: null, MetricsAsync))).On(Listener.Operator);
        var document = routes.MapOpenApi("/openapi/{documentName}.json").On(Listener.Operator);
        document.Finally(endpoint =>
        {
            var open = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = guard.Around("openapi", gate.Require(needed: null, call => open(call.Http)));
        });
    }

    private async Task HealthAsync(HttpContext context)
    {
        var now = await health.CheckAsync(context.RequestAborted);
        context.Response.StatusCode = now.Status == HealthDocument.Ok.Status
            ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        await JsonAnswer.WriteAsync(context.Response, now, OperatorJson.Default.HealthDocument);
    }

    private Task MetricsAsync(OperatorCall call)
    {
        var text = exporter.ToText();
        return JsonAnswer.WriteAsync(call.Http.Response, Encoding.UTF8.GetBytes(text), PrometheusExporter.ContentType);
    }
}
