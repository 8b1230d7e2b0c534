using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Keeper.Agent.Tests;

/// <summary>A well-behaved HTTP server on loopback, with TLS if it gets a certificate.</summary>
internal sealed class WebPeer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebPeer(WebApplication app) => _app = app;

    public int Port => new Uri(_app.Urls.First()).Port;

    public string Url => _app.Urls.First();

    public static async Task<WebPeer> StartAsync(RequestDelegate serve, X509Certificate2? certificate = null, HttpProtocols protocols = HttpProtocols.Http1)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(o => o.Listen(IPAddress.Loopback, 0, l =>
        {
            l.Protocols = protocols;
            if (certificate is not null)
                l.UseHttps(certificate);
        }));
        var app = builder.Build();
        app.Run(serve);
        await app.StartAsync();
        return new WebPeer(app);
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}
