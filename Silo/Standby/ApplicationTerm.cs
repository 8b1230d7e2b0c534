using Keeper.Silo.Start;
using Keeper.Storage.Leases;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Options;

namespace Keeper.Silo.Standby;

/// <summary>A term as a whole application behind the process's door.</summary>
internal sealed class ApplicationTerm : ITerm
{
    private readonly TermServer _server;
    private readonly WebApplication _application;

    private ApplicationTerm(TermServer server, WebApplication application) => (_server, _application) = (server, application);

    public CancellationToken Ending => _application.Lifetime.ApplicationStopping;

    /// <exception cref="OptionsValidationException">The configuration is wrong: said now and not at the take-over.</exception>
    public static ApplicationTerm Build(string[] args, Term term, TermServer server, Listeners listeners)
    {
        var application = KeeperApplication.Build(args, builder =>
        {
            builder.Services.AddSingleton(term);
            builder.Services.AddSingleton(listeners);
            builder.Services.AddSingleton<IServer>(server);
            builder.Services.AddSingleton<IHostLifetime, TermLifetime>();
        });
        application.Services.GetService<IStartupValidator>()?.Validate();
        return new ApplicationTerm(server, application);
    }

    public Task StartAsync(CancellationToken cancellation) => _application.StartAsync(cancellation);

    public Task AbortAsync() => _server.AbortAsync();

    public Task StopAsync(CancellationToken cancellation) => _application.StopAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _server.Dispose();
    }
}
