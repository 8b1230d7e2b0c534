using Keeper.Gateway.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Keeper.Gateway.Listeners;

/// <summary>Keeps the endpoints of one listener from being reached on the other. Adds nothing to a request that may pass.</summary>
internal sealed class ListenerGate(RequestDelegate next)
{
    public const string GatewayBase = "/agent/v1";
    public const string OperatorBase = "/api/v1";

    public Task InvokeAsync(HttpContext context)
    {
        var listener = context.Features.Get<ListenerMark>()?.Listener ?? Listener.Operator;
        var endpoint = context.GetEndpoint();
        if (endpoint?.Metadata.GetMetadata<ListenerMark>() is { } mark)
            return mark.Listener == listener ? next(context) : NotFoundAsync(context);

        var api = listener == Listener.Gateway ? GatewayBase : OperatorBase;
        if (context.Request.Path.StartsWithSegments(api, StringComparison.OrdinalIgnoreCase))
            return endpoint is null or RouteEndpoint ? NotFoundAsync(context) : WrongMethodAsync(context);
        return listener == Listener.Gateway ? NotFoundAsync(context) : next(context);
    }

    private static Task NotFoundAsync(HttpContext context) =>
        Problems.WriteAsync(context, Problem.NotFound($"There is nothing at {context.Request.Path} here."));

    /// <summary>Routing knows the path but not with this method: its own endpoint, which is no route, sets status and Allow.</summary>
    private async Task WrongMethodAsync(HttpContext context)
    {
        await next(context);
        if (!context.Response.HasStarted)
            await Problems.WriteAsync(context, Problem.WrongMethod(context.Request.Method, context.Response.Headers.Allow.ToString()));
    }
}
