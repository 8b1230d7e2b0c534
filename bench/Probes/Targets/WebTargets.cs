using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Keeper.Bench.Probes.Targets;

/// <summary>One HTTP server on five ports: plain, and with each of the certificates.</summary>
internal sealed class WebTargets : IAsyncDisposable
{
    private const string Basic = "Basic a2VlcGVyOnNlY3JldA=="; // keeper:secret

    private readonly WebApplication _app;
    private readonly string[] _urls;

    private WebTargets(WebApplication app) => (_app, _urls) = (app, [.. app.Urls]);

    public string Plain => _urls[0];

    public string Good => _urls[1];

    public string Expired => _urls[2];

    public string WrongName => _urls[3];

    public string SelfSigned => _urls[4];

    public static async Task<WebTargets> StartAsync(Pki pki)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(o =>
        {
            foreach (var certificate in new[] { null, pki.Good, pki.Expired, pki.WrongName, pki.SelfSigned })
                Listen(o, certificate);
        });
        var app = builder.Build();
        app.Run(AnswerAsync);
        await app.StartAsync();
        return new WebTargets(app);
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private static void Listen(KestrelServerOptions options, X509Certificate2? certificate) => options.Listen(IPAddress.Loopback, 0, listen =>
    {
        listen.Protocols = certificate is null ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2;
        if (certificate is not null)
            listen.UseHttps(certificate);
    });

    private static async Task AnswerAsync(HttpContext context)
    {
        var response = context.Response;
        response.Headers["X-State"] = "fine";
        switch (context.Request.Path.Value)
        {
            case "/redirect":
                response.Redirect("/ok");
                break;
            case "/ring":
                response.Redirect("/ring");
                break;
            case "/private":
                response.StatusCode = context.Request.Headers.Authorization == Basic ? 200 : 401;
                break;
            case "/post":
                response.StatusCode = context.Request.Method == "POST" && context.Request.ContentLength == 4 ? 200 : 405;
                break;
            case "/silent":
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                break;
            case "/500" or "/404":
                response.StatusCode = int.Parse(context.Request.Path.Value.AsSpan(1));
                break;
            default:
                await response.WriteAsync("all is well");
                break;
        }
    }
}
