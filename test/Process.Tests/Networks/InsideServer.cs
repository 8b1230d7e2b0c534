using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Keeper.Process.Tests.Networks;

/// <summary>A real HTTP server inside a VPC, which answers with the name it was given.</summary>
internal static class InsideServer
{
    public const int Port = 8080;

    public static async Task<WebApplication> StartAsync(NetworkNamespace network, string name)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSockets(sockets => sockets.CreateBoundListenSocket = endpoint =>
        {
            var socket = network.CreateSocket();
            socket.Bind(endpoint);
            return socket;
        });
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Any, Port));
        var app = builder.Build();
        app.Run(context => context.Response.WriteAsync($"this is {name}"));
        await app.StartAsync();
        return app;
    }
}
