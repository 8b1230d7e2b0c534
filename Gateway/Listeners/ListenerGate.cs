using Keeper.Gateway.Http;
using Microsoft.AspNetCore.Http;

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
            return PossibleMethods.Of(context, api) is { Count: > 0 } methods ? WrongMethodAsync(context, methods) : NotFoundAsync(context);
        return listener == Listener.Gateway ? NotFoundAsync(context) : next(context);
    }

    private static Task NotFoundAsync(HttpContext context) =>
        Problems.WriteAsync(context, Problem.NotFound($"There is nothing at {context.Request.Path} here."));

    private static Task WrongMethodAsync(HttpContext context, IReadOnlyList<string> possible)
    {
        var allowed = string.Join(", ", possible);
        context.Response.Headers.Allow = allowed;
        return Problems.WriteAsync(context, Problem.WrongMethod(context.Request.Method, allowed));
    }
}
