using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Keeper.Gateway.Agents;
using Keeper.Gateway.Cluster;
using Keeper.Gateway.Hosting;
using Keeper.Gateway.Listeners;
using Keeper.Gateway.Operator;
using Keeper.Grains.Access;
using Keeper.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans;

namespace Keeper.Gateway.Tests.Fakes;

/// <summary>The real gateway on two loopback ports, over fake grains and a clock that a test moves.</summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private GatewayHost(WebApplication app, FakeGrains grains, ManualTimeProvider time, FakeHealth health, Recorder<string> log)
    {
        (_app, Grains, Time, Health, Log) = (app, grains, time, health, log);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToList();
        Operators = new HttpClient { BaseAddress = new Uri(addresses[0]), Timeout = Deadline.Default };
        Agents = new HttpClient { BaseAddress = new Uri(addresses[1]), Timeout = Deadline.Default };
    }

    public FakeGrains Grains { get; }

    public ManualTimeProvider Time { get; }

    public FakeHealth Health { get; }

    /// <summary>Messages above Debug.</summary>
    public Recorder<string> Log { get; }

    /// <summary>Talks to the operators' listener, without a key.</summary>
    public HttpClient Operators { get; }

    /// <summary>Talks to the agents' listener, without a credential.</summary>
    public HttpClient Agents { get; }

    public FakeIncarnation Incarnation => (FakeIncarnation)Services.GetRequiredService<IIncarnation>();

    public FakeBackups Backups => (FakeBackups)Services.GetRequiredService<IBackupSource>();

    public IServiceProvider Services => _app.Services;

    public static async Task<GatewayHost> StartAsync(params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        var (grains, time, health, log) = (new FakeGrains(), new ManualTimeProvider(), new FakeHealth(), new Recorder<string>());
        builder.Logging.AddProvider(new RecordingLogger(log));
        builder.Services.AddRouting();
        builder.Services.AddSingleton<TimeProvider>(time).AddSingleton<IGrainFactory>(grains).AddSingleton<IHealthProbe>(health);
        builder.Services.AddSingleton<IIncarnation, FakeIncarnation>();
        builder.Services.AddSingleton<IBackupSource, FakeBackups>();
        builder.Services.AddKeeperGateway(builder.Configuration);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.LimitTo(new GatewayOptions());
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Serves(Listener.Operator));
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Serves(Listener.Gateway));
        });
        var app = builder.Build();
        app.UseRouting();
        app.UseKeeperListeners();
        app.MapKeeperGateway();
        app.MapOperatorApi();
        app.MapSiloLosses();
        await app.StartAsync(Deadline.Token());
        return new GatewayHost(app, grains, time, health, log);
    }

    /// <summary>A call of the operator API with the key of a role.</summary>
    public async Task<Answer> CallAsync(string method, string path, string? body = null, Role? role = Role.Admin)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (role is { } known)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", FakeAccess.KeyOf(known));
        return await SendAsync(Operators, request, body);
    }

    /// <summary>A call of the agent gateway.</summary>
    public async Task<Answer> AgentAsync(string call, string body, string? secret, CancellationToken hangUp = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/agent/v1/{call}");
        if (secret is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return await SendAsync(Agents, request, body, hangUp);
    }

    public Task StopAsync() => _app.StopAsync(Deadline.Token());

    public async ValueTask DisposeAsync()
    {
        Operators.Dispose();
        Agents.Dispose();
        await _app.DisposeAsync();
    }

    private static async Task<Answer> SendAsync(
        HttpClient client, HttpRequestMessage request, string? body, CancellationToken hangUp = default)
    {
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request, hangUp);
        return new Answer(response, await response.Content.ReadAsStringAsync(hangUp));
    }

    private sealed class RecordingLogger(Recorder<string> log) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => categoryName.StartsWith("Keeper.", StringComparison.Ordinal)
            || categoryName.StartsWith("Microsoft.AspNetCore.Server", StringComparison.Ordinal)
            ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel > LogLevel.Debug;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                log.Add($"{logLevel} {formatter(state, exception)} {exception}");
        }

        public void Dispose()
        {
        }
    }
}
