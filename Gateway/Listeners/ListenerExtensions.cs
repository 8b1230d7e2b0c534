using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Keeper.Gateway.Listeners;

/// <summary>Marks listening addresses and endpoints, so that each endpoint answers on its own addresses only.</summary>
public static class ListenerExtensions
{
    private static readonly ListenerMark[] Marks = [new(Listener.Operator), new(Listener.Gateway)];

    /// <summary>Says who this address is for. Works by connection, so also with port 0 and with several addresses each.</summary>
    public static ListenOptions Serves(this ListenOptions listen, Listener listener)
    {
        var mark = Marks[(int)listener];
        listen.Use(next => connection =>
        {
            connection.Features.Set(mark);
            return next(connection);
        });
        return listen;
    }

    /// <summary>Whether this request came in at an address of that listener.</summary>
    public static bool CameTo(this HttpContext context, Listener listener) =>
        (context.Features.Get<ListenerMark>()?.Listener ?? Listener.Operator) == listener;

    /// <summary>Says on which addresses these endpoints answer; endpoints without a word answer to operators.</summary>
    public static TBuilder On<TBuilder>(this TBuilder endpoints, Listener listener)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Add(endpoint => endpoint.Metadata.Add(Marks[(int)listener]));
        return endpoints;
    }

    /// <summary>Answers 404 where an endpoint is asked for at an address that is not its own. Comes before every other middleware.</summary>
    public static IApplicationBuilder UseKeeperListeners(this IApplicationBuilder app) =>
        app.Use(next => new ListenerGate(next).InvokeAsync);
}
